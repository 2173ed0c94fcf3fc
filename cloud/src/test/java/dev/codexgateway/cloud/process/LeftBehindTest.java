package dev.codexgateway.cloud.process;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.codexgateway.testkit.Concurrently;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LeftBehindTest {
  @TempDir private Path directory;

  private static Process sleeper(Path where, String instance) throws IOException {
    Files.createDirectories(where);
    ProcessBuilder builder = new ProcessBuilder("sleep", "600").directory(where.toFile());
    builder.environment().put("GATEWAY_INSTANCE", instance);
    return builder.start();
  }

  @Test
  void kill_ofAWorkDirectory_endsItsJobsWhereverTheyAre() throws Exception {
    assumeTrue(Files.isDirectory(Path.of("/proc/self")), "only Linux has /proc");
    Process inside = sleeper(directory.resolve("worker-1/job"), "one");
    Process moved = sleeper(directory.resolve("elsewhere"), "one");
    Process other = sleeper(directory.resolve("worker-2/job"), "two");
    try {
      LeftBehind.kill(directory.resolve("worker-1"));
      Concurrently.await("both are gone", () -> !inside.isAlive() && !moved.isAlive());
      assertTrue(other.isAlive());
    } finally {
      inside.destroyForcibly();
      moved.destroyForcibly();
      other.destroyForcibly();
    }
  }
}
