package dev.codexgateway.cloud.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * A process that is kept alive: where it ends without being asked to, a line says so and it is
 * started again, after a pause that grows while it keeps ending soon.
 */
public final class Child implements AutoCloseable {
  private static final Duration READY_LIMIT = Duration.ofSeconds(120);
  private static final Duration SOON = Duration.ofSeconds(20);
  private static final Duration STOP = Duration.ofSeconds(10);
  private static final int START_TRIES = 4;
  private static final long LOOK_MILLIS = 50;
  private static final int SHOWN_LOG_LINES = 12;

  private final ChildSpec spec;
  private final Consumer<String> news;
  private final Backoff backoff = new Backoff();
  private final CountDownLatch closing = new CountDownLatch(1);
  private final Thread keeper;
  private volatile Life life;

  private record Life(Process process, Guard guard, long beganNanos) {}

  private Child(ChildSpec spec, Consumer<String> news, Life life) {
    this.spec = spec;
    this.news = news;
    this.life = life;
    this.keeper = Thread.ofVirtual().name("keep-" + spec.name()).unstarted(this::keepAlive);
  }

  /**
   * Starts it and returns; {@link #awaitReady} says when it answers.
   *
   * @param news takes a line for people about each end
   */
  public static Child start(ChildSpec spec, Consumer<String> news) throws IOException {
    Child child = new Child(spec, news, spawn(spec));
    child.keeper.start();
    return child;
  }

  private static Life spawn(ChildSpec spec) throws IOException {
    List<String> command = new ArrayList<>();
    // Ctrl-C goes to all processes of a terminal; these are to be stopped in good order instead.
    command.addAll(List.of("sh", "-c", "trap '' INT; exec \"$@\"", "sh"));
    command.addAll(spec.command());
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(spec.log().toFile()));
    builder.environment().keySet().removeIf(Child::isForeign);
    builder.environment().putAll(spec.environment());
    Process process = builder.start();
    return new Life(process, Guard.over(process.pid()), System.nanoTime());
  }

  /** A developer's shell may name a real project, which is not to be touched. */
  private static boolean isForeign(String variable) {
    return variable.startsWith("GATEWAY_")
        || variable.startsWith("GOOGLE_")
        || variable.startsWith("CLOUDSDK_")
        || variable.endsWith("_EMULATOR_HOST");
  }

  private void keepAlive() {
    try {
      do {
        Process process = life.process();
        process.waitFor();
        life.guard().dismiss();
        spec.whenGone().run();
      } while (startAgain());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private boolean startAgain() throws InterruptedException {
    while (closing.getCount() > 0) {
      Duration pause = backoff.next(Duration.ofNanos(System.nanoTime() - life.beganNanos()), SOON);
      news.accept(
          "%s ended with %d and starts again in %.1f s; its log is %s"
              .formatted(
                  spec.name(), life.process().exitValue(), pause.toMillis() / 1e3, spec.log()));
      if (closing.await(pause.toMillis(), TimeUnit.MILLISECONDS)) {
        return false;
      }
      try {
        life = spawn(spec);
        if (closing.getCount() == 0) {
          life.process().destroy();
        }
        return true;
      } catch (IOException e) {
        news.accept(spec.name() + " cannot be started: " + e.getMessage());
      }
    }
    return false;
  }

  public ChildSpec spec() {
    return spec;
  }

  public long pid() {
    return life.process().pid();
  }

  /**
   * Returns once it answers; a start that fails is tried again, as a platform does.
   *
   * @throws IllegalStateException with the end of its log where it keeps ending, or never answers
   */
  public void awaitReady() throws InterruptedException {
    for (int i = 0; i < START_TRIES; i++) {
      Life awaited = life;
      if (Probe.awaitAnswer(spec.url(), READY_LIMIT, awaited.process()::isAlive)) {
        return;
      }
      awaitNext(awaited);
    }
    throw new IllegalStateException(spec.name() + " did not start: " + endOfLog());
  }

  private void awaitNext(Life ended) throws InterruptedException {
    long deadline = System.nanoTime() + READY_LIMIT.toNanos();
    while (life.equals(ended) && System.nanoTime() < deadline) {
      Thread.sleep(LOOK_MILLIS);
    }
  }

  private String endOfLog() {
    try {
      List<String> lines = Files.readAllLines(spec.log());
      int from = Math.max(0, lines.size() - SHOWN_LOG_LINES);
      return String.join("\n  ", lines.subList(from, lines.size()));
    } catch (IOException e) {
      return "and its log " + spec.log() + " cannot be read";
    }
  }

  /** SIGKILL, as a platform does that takes a machine away; it is started again. */
  public void kill() {
    life.process().destroyForcibly().onExit().join();
  }

  /** Stops it as it is (SIGSTOP), connections stay open. */
  public void pause() throws IOException, InterruptedException {
    signal("STOP");
  }

  /** Lets it go on (SIGCONT). */
  public void resume() throws IOException, InterruptedException {
    signal("CONT");
  }

  private void signal(String signal) throws IOException, InterruptedException {
    String pid = Long.toString(pid());
    if (new ProcessBuilder("kill", "-" + signal, pid).inheritIO().start().waitFor() != 0) {
      throw new IOException(spec.name() + " is gone");
    }
  }

  /** SIGTERM, without waiting for what follows. It is not started again. */
  public void terminate() {
    closing.countDown();
    life.process().destroy();
  }

  /** As {@link #terminate}, and after ten seconds SIGKILL. Returns when it is gone. */
  @Override
  public void close() {
    terminate();
    try {
      if (!keeper.join(STOP)) {
        life.process().destroyForcibly();
        keeper.join();
      }
    } catch (InterruptedException e) {
      life.process().destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
