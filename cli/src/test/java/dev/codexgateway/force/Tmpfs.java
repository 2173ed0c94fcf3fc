package dev.codexgateway.force;

import static org.junit.jupiter.api.Assumptions.abort;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** A small disk of its own, which can be filled without harm to others. */
final class Tmpfs implements AutoCloseable {
  private static final int BLOCK_BYTES = 64 * 1024;

  private final Path mountPoint;

  private Tmpfs(Path mountPoint) {
    this.mountPoint = mountPoint;
  }

  /** Skips the test where this user may not mount; fails it where that must not be. */
  static Tmpfs mount(Path mountPoint, int mebibytes) throws IOException {
    Files.createDirectory(mountPoint);
    String options = "size=" + mebibytes + "m,mode=0700";
    if (!run("mount", "-t", "tmpfs", "-o", options, "tmpfs", mountPoint.toString())) {
      if (Boolean.getBoolean("gateway.ci") && isRoot()) {
        throw new AssertionError("cannot mount a tmpfs");
      }
      abort("mounting a small disk needs root");
    }
    return new Tmpfs(mountPoint);
  }

  private static boolean isRoot() {
    return "root".equals(System.getProperty("user.name"));
  }

  private static boolean run(String... command) {
    try {
      Process process =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start();
      return process.onExit().join().exitValue() == 0;
    } catch (IOException _) {
      return false; // no such program
    }
  }

  Path path(String name) {
    return mountPoint.resolve(name);
  }

  /** Until there is no byte left. */
  void fill() throws IOException {
    byte[] block = new byte[BLOCK_BYTES];
    try (OutputStream out = Files.newOutputStream(path("ballast"))) {
      while (true) {
        out.write(block);
      }
    } catch (IOException full) {
      if (Files.getFileStore(mountPoint).getUsableSpace() > 0) {
        throw full;
      }
    }
  }

  void free() throws IOException {
    Files.delete(path("ballast"));
  }

  @Override
  public void close() throws IOException {
    if (!run("umount", mountPoint.toString()) && !run("umount", "-l", mountPoint.toString())) {
      throw new IOException("cannot unmount " + mountPoint);
    }
  }
}
