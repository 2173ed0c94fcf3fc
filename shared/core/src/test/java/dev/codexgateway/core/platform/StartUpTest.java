package dev.codexgateway.core.platform;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class StartUpTest {
  @Test
  void orExit_missingSetting_isOneErrorLineAndTheEnd() throws Exception {
    Process process = start("setting");
    String out = output(process);
    assertEquals(1, process.waitFor());
    assertEquals(1, out.lines().count(), out);
    assertTrue(out.contains("ERROR"), out);
    assertTrue(out.contains("The worker does not start: GATEWAY_BUCKET is not set"), out);
  }

  @Test
  void orExit_anythingElse_isTheEndWithItsStackTrace() throws Exception {
    Process process = start("bug");
    String out = output(process);
    assertEquals(1, process.waitFor());
    assertTrue(out.contains("The worker does not start"), out);
    assertTrue(out.contains("IllegalArgumentException: a bug"), out);
    assertTrue(out.contains("FailingStart"), out);
  }

  @Test
  void orExit_started_returnsIt() {
    assertEquals("served", StartUp.orExit("worker", () -> "served"));
  }

  private static Process start(String how) throws IOException {
    return new ProcessBuilder(
            ProcessHandle.current().info().command().orElseThrow(),
            "-cp",
            System.getProperty("java.class.path"),
            FailingStart.class.getName(),
            how)
        .redirectErrorStream(true)
        .start();
  }

  private static String output(Process process) throws IOException {
    return new String(process.getInputStream().readAllBytes(), UTF_8);
  }
}
