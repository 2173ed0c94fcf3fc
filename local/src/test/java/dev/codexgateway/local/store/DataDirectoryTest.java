package dev.codexgateway.local.store;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class DataDirectoryTest {
  @TempDir private Path parent;

  private Path path() {
    return parent.resolve("a/.gateway");
  }

  @Test
  void open_new_isPrivate() throws Exception {
    try (DataDirectory directory = DataDirectory.open(path())) {
      assertEquals("rwx------", permissions(directory.root()));
      assertEquals("rw-------", permissions(path().resolve("pepper")));
      assertEquals("rw-------", permissions(path().resolve("instance-id")));
      assertEquals("rw-------", permissions(path().resolve("gateway.lock")));
      assertEquals(32, directory.pepper().length);
      assertTrue(directory.instanceId().matches("[0-9a-f]{32}"), directory.instanceId());
    }
  }

  private static String permissions(Path file) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
  }

  @Test
  void open_again_isTheSameInstance() {
    byte[] pepper;
    String instance;
    byte[] derived;
    try (DataDirectory directory = DataDirectory.open(path())) {
      pepper = directory.pepper();
      instance = directory.instanceId();
      derived = directory.derivedKey("artifact-urls");
    }

    try (DataDirectory directory = DataDirectory.open(path())) {
      assertArrayEquals(pepper, directory.pepper());
      assertEquals(instance, directory.instanceId());
      assertArrayEquals(derived, directory.derivedKey("artifact-urls"));
      assertFalse(Arrays.equals(derived, directory.derivedKey("other")));
      assertFalse(Arrays.equals(derived, pepper));
    }
  }

  @Test
  void open_otherDirectories_areOtherInstances() {
    try (DataDirectory one = DataDirectory.open(path());
        DataDirectory two = DataDirectory.open(parent.resolve("two"))) {
      assertFalse(Arrays.equals(one.pepper(), two.pepper()));
      assertFalse(one.instanceId().equals(two.instanceId()));
    }
  }

  @Test
  void open_inUseByThisProcess_isRefusedAndTheLockStays() throws Exception {
    try (DataDirectory _ = DataDirectory.open(path())) {
      String inUse =
          "data directory "
              + path().toRealPath()
              + " is in use by another gateway (pid "
              + ProcessHandle.current().pid()
              + ")";
      assertEquals(inUse, refusal(path()));
      assertEquals(inUse, refusal(Files.createSymbolicLink(parent.resolve("link"), path())));
      assertEquals(inUse, refusalInAnotherProcess());
    }
    DataDirectory.open(path()).close();
  }

  @Test
  void open_holderKilled_isFree() throws Exception {
    Process holder = anotherProcess();
    try (BufferedReader out = holder.inputReader()) {
      assertEquals("open", out.readLine());
      assertEquals(
          "data directory "
              + path().toRealPath()
              + " is in use by another gateway (pid "
              + holder.pid()
              + ")",
          refusal(path()));
    } finally {
      holder.destroyForcibly().waitFor();
    }

    DataDirectory.open(path()).close();
  }

  private String refusalInAnotherProcess() throws Exception {
    Process process = anotherProcess();
    try (BufferedReader out = process.inputReader()) {
      String line = out.readLine();
      assertTrue(process.waitFor(30, TimeUnit.SECONDS));
      return line;
    } finally {
      process.destroyForcibly();
    }
  }

  private Process anotherProcess() throws IOException {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:TieredStopAtLevel=1",
            "-cp",
            System.getProperty("java.class.path"),
            Holder.class.getName(),
            path().toString())
        .redirectError(ProcessBuilder.Redirect.INHERIT)
        .start();
  }

  /** Opens the directory and says so, then holds it until it is killed; or says why it cannot. */
  static final class Holder {
    private Holder() {}

    public static void main(String[] args) throws IOException {
      try (DataDirectory _ = DataDirectory.open(Path.of(args[0]))) {
        System.out.println("open");
        System.in.read();
      } catch (IllegalStateException e) {
        System.out.println(e.getMessage());
      }
    }
  }

  @Test
  void open_othersMayWrite_isRefusedWithTheRemedy() throws Exception {
    Files.createDirectories(path());
    Files.setPosixFilePermissions(path(), PosixFilePermissions.fromString("rwxrwxrwx"));

    assertEquals(
        "data directory "
            + path()
            + " can be written by others (rwxrwxrwx); run: chmod 700 "
            + path(),
        refusal(path()));
    assertFalse(Files.exists(path().resolve("pepper")));
  }

  @Test
  void open_aFile_isRefused() throws Exception {
    Path file = Files.writeString(parent.resolve("file"), "x");

    assertEquals("data directory " + file + " is not a directory", refusal(file));
    assertTrue(refusal(file.resolve("below")).startsWith("data directory "));
  }

  @Test
  void open_pepperLostButStoreThere_isRefused() throws Exception {
    DataDirectory.open(path()).close();
    Files.createFile(path().resolve("gateway.db"));
    Files.delete(path().resolve("pepper"));

    assertTrue(refusal(path()).contains("pepper is missing"));
    assertFalse(Files.exists(path().resolve("pepper")));
  }

  @Test
  void open_pepperCut_isRefused() throws Exception {
    DataDirectory.open(path()).close();
    Files.write(path().resolve("pepper"), new byte[5]);

    assertTrue(refusal(path()).contains("must have 32 bytes"));
  }

  @Test
  void open_crashWhileCreating_startsOver() throws Exception {
    Files.createDirectories(path());
    Files.setPosixFilePermissions(path(), PosixFilePermissions.fromString("rwx------"));
    Files.write(path().resolve("pepper.new"), new byte[5]);

    try (DataDirectory directory = DataDirectory.open(path())) {
      assertEquals(32, directory.pepper().length);
    }
  }

  /** The one line that a refused open gives; a second one must not be locked out by it. */
  private static String refusal(Path directory) {
    IllegalStateException e =
        assertThrows(IllegalStateException.class, () -> DataDirectory.open(directory).close());
    String message = String.valueOf(e.getMessage());
    assertEquals(1, message.lines().count(), message);
    return message;
  }
}
