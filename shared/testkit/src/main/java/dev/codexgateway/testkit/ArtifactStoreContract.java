package dev.codexgateway.testkit;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.codexgateway.core.artifact.Artifact;
import dev.codexgateway.core.artifact.ArtifactStore;
import dev.codexgateway.core.artifact.ArtifactStore.SignedUrl;
import dev.codexgateway.core.job.JobId;
import dev.codexgateway.core.job.Lease;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What every {@link ArtifactStore} does. */
public abstract class ArtifactStoreContract {
  protected final SettableClock clock = SettableClock.standing();
  protected final Lease lease = new Lease(JobId.next(), 1);
  protected ArtifactStore store;
  @TempDir private Path files;

  /** An empty store. Called once per test. */
  protected abstract ArtifactStore openStore(InstantSource clock) throws Exception;

  @BeforeEach
  final void openEmptyStore() throws Exception {
    store = openStore(clock);
  }

  /** A file outside of the store. */
  protected final Path file(byte[] bytes) throws IOException {
    return Files.write(Files.createTempFile(files, "source", ".bin"), bytes);
  }

  protected final Path file(String text) throws IOException {
    return file(text.getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void put_tellsSizeAndDigest() throws Exception {
    byte[] bytes = new byte[3_000_000];
    new Random(1).nextBytes(bytes);

    Artifact artifact = store.put(lease, "out/data.bin", file(bytes), "image/png");

    assertEquals(new Artifact("out/data.bin", bytes.length, sha256(bytes), "image/png"), artifact);
    assertArrayEquals(bytes, read(lease, "out/data.bin"));
  }

  @Test
  void put_emptyFile_isStored() throws Exception {
    Artifact artifact = store.put(lease, "empty", file(""), "text/plain");

    assertEquals(new Artifact("empty", 0, sha256(new byte[0]), "text/plain"), artifact);
    assertEquals(0, read(lease, "empty").length);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a",
        "with space",
        "ünïcödé-日本-😀",
        "a%2Fb",
        "a?b#c&d=e",
        ".hidden",
        "a/b/c/d",
        "..a"
      })
  void put_anyHonestName_isKeptAsItIs(String name) throws Exception {
    store.put(lease, name, file(name), "text/plain");

    assertArrayEquals(name.getBytes(StandardCharsets.UTF_8), read(lease, name));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "..",
        ".",
        "/etc/passwd",
        "../x",
        "a/../../x",
        "a/..",
        "a/./b",
        "a//b",
        "a/",
        "/",
        "a\u0000b"
      })
  void put_nameThatLeavesTheDirectory_isRefused(String name) throws Exception {
    Path source = file("x");

    assertThrows(IOException.class, () -> store.put(lease, name, source, "text/plain"));
    assertThrows(IOException.class, () -> store.open(lease, name).close());
  }

  @Test
  void put_twice_isRefusedAndTheFirstStays() throws Exception {
    store.put(lease, "a.txt", file("first"), "text/plain");
    Path second = file("second");

    assertThrows(
        FileAlreadyExistsException.class, () -> store.put(lease, "a.txt", second, "text/plain"));
    assertEquals("first", new String(read(lease, "a.txt"), StandardCharsets.UTF_8));
  }

  @Test
  void put_manyAtOnceUnderOneName_oneIsStoredWhole() throws Exception {
    for (int round = 0; round < 10; round++) {
      String name = "round-" + round;
      List<Callable<Boolean>> puts =
          IntStream.range(0, 10)
              .<Callable<Boolean>>mapToObj(i -> () -> tryPut(name, (char) ('a' + i)))
              .toList();

      List<Boolean> stored = Concurrently.call(puts);

      assertEquals(1, stored.stream().filter(ok -> ok).count());
      byte[] bytes = read(lease, name);
      assertArrayEquals(content((char) ('a' + stored.indexOf(true))), bytes);
    }
  }

  private boolean tryPut(String name, char letter) throws IOException {
    try {
      store.put(lease, name, file(content(letter)), "text/plain");
      return true;
    } catch (FileAlreadyExistsException _) {
      return false;
    }
  }

  private static byte[] content(char letter) {
    return String.valueOf(letter).repeat(100_000).getBytes(StandardCharsets.UTF_8);
  }

  @Test
  void put_missingFile_leavesNothing() {
    Path missing = files.resolve("missing");

    assertThrows(IOException.class, () -> store.put(lease, "a", missing, "text/plain"));
    assertThrows(NoSuchFileException.class, () -> store.open(lease, "a").close());
  }

  @Test
  void put_directoryOrLink_isRefused() throws Exception {
    Path link = Files.createSymbolicLink(files.resolve("link"), file("secret"));

    assertThrows(IOException.class, () -> store.put(lease, "dir", files, "text/plain"));
    assertThrows(IOException.class, () -> store.put(lease, "link", link, "text/plain"));
    assertThrows(NoSuchFileException.class, () -> store.open(lease, "link").close());
  }

  @Test
  void open_unknown_isNoSuchFile() {
    assertThrows(NoSuchFileException.class, () -> store.open(lease, "a").close());
  }

  @Test
  void attempts_andJobs_areApart() throws Exception {
    store.put(lease, "a", file("1"), "text/plain");
    store.put(new Lease(lease.jobId(), 2), "a", file("2"), "text/plain");
    store.put(new Lease(JobId.next(), 1), "a", file("3"), "text/plain");

    assertEquals("1", new String(read(lease, "a"), StandardCharsets.UTF_8));
  }

  @Test
  void sign_saysWhenItEnds() throws Exception {
    Artifact artifact = store.put(lease, "out/a b.txt", file("x"), "text/plain");

    SignedUrl url = store.sign(lease, artifact, Duration.ofMinutes(10));

    assertEquals(
        Fixtures.NOW.plus(Duration.ofMinutes(10)).getEpochSecond(),
        url.expiresAt().getEpochSecond());
    assertTrue(url.url().isAbsolute());
    assertTrue(url.url().getRawPath().endsWith("out/a%20b.txt"), url.url().getRawPath());
  }

  private byte[] read(Lease from, String name) throws IOException {
    try (InputStream in = store.open(from, name)) {
      return in.readAllBytes();
    }
  }

  private static String sha256(byte[] bytes) throws NoSuchAlgorithmException {
    return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
  }
}
