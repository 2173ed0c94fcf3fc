package dev.codexgateway.cloud.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.codexgateway.testkit.Concurrently;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ChildTest {
  private static final String JAVA =
      Path.of(System.getProperty("java.home"), "bin", "java").toString();

  @TempDir private Path directory;
  private final Queue<String> news = new ConcurrentLinkedQueue<>();
  private final AtomicInteger gone = new AtomicInteger();
  private final int port = new Ports().next();

  /** A web server, as every JDK has one. */
  private ChildSpec server() {
    return spec(
        List.of(
            JAVA, "-XX:TieredStopAtLevel=1", "-m", "jdk.httpserver", "-p", String.valueOf(port)));
  }

  private ChildSpec spec(List<String> command) {
    return new ChildSpec(
        "server",
        command,
        Map.of("GATEWAY_GIVEN", "yes"),
        port,
        directory.resolve("server.log"),
        gone::incrementAndGet);
  }

  private static boolean isAlive(long pid) {
    return ProcessHandle.of(pid).map(ProcessHandle::isAlive).orElse(false);
  }

  @Test
  void kill_ofAChild_bringsItBackWithALine() throws Exception {
    try (Child child = Child.start(server(), news::add)) {
      child.awaitReady();
      long first = child.pid();
      child.kill();
      Concurrently.await("another process", () -> child.pid() != first);
      child.awaitReady();
      assertEquals(1, gone.get());
      assertEquals(1, news.size());
      assertTrue(news.peek().startsWith("server ended with 137 and starts again"), news::toString);
    }
    assertEquals(2, gone.get());
    assertEquals(1, news.size());
  }

  @Test
  void close_ofAChild_leavesNoProcess() throws Exception {
    Child child = Child.start(server(), news::add);
    child.awaitReady();
    long pid = child.pid();
    child.close();
    assertFalse(isAlive(pid));
    assertTrue(news.isEmpty(), news::toString);
  }

  @Test
  void start_thatFails_saysTheEndOfItsLog() throws IOException {
    try (Child child =
        Child.start(spec(List.of("sh", "-c", "echo no such setting; exit 3")), news::add)) {
      var e = assertThrows(IllegalStateException.class, child::awaitReady);
      assertTrue(String.valueOf(e.getMessage()).contains("no such setting"), e::getMessage);
    }
  }

  @Test
  void environment_ofAChild_isTheGivenOne() throws Exception {
    Path out = directory.resolve("environment");
    try (Child _ = Child.start(spec(List.of("sh", "-c", "env > " + out)), news::add)) {
      Concurrently.await("the child has run", () -> gone.get() > 0);
      List<String> own =
          Files.readAllLines(out).stream().filter(line -> line.startsWith("GATEWAY_")).toList();
      assertEquals(List.of("GATEWAY_GIVEN=yes"), own);
    }
  }

  @Test
  void guard_whoseParentIsKilled_takesTheChildAlong() throws Exception {
    Process child = new ProcessBuilder("sleep", "600").start();
    // A parent that is killed closes its pipes, and that is all that the guard sees of it.
    Process parent =
        new ProcessBuilder(
                JAVA,
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                Guarding.class.getName(),
                Long.toString(child.pid()))
            .redirectErrorStream(true)
            .start();
    try {
      assertEquals("guarded", parent.inputReader().readLine());
      assertTrue(child.isAlive());
      parent.destroyForcibly().onExit().join();
      Concurrently.await("the child is gone, too", () -> !child.isAlive());
    } finally {
      parent.destroyForcibly();
      child.destroyForcibly();
    }
  }
}
