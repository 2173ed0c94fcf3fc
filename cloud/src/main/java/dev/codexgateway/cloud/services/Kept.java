package dev.codexgateway.cloud.services;

import dev.codexgateway.emulators.Emulator;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** An emulator that is started again where it ends, on the same port, and is then set up anew. */
public final class Kept implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Kept.class);
  private static final long LOOK_MILLIS = 500;

  private final String name;
  private final Supplier<Emulator> starter;
  private final SetUp setUp;
  private final Consumer<String> news;
  private final ScheduledExecutorService looks =
      Executors.newSingleThreadScheduledExecutor(Thread.ofPlatform().daemon().factory());
  private Optional<Emulator> emulator = Optional.empty();

  /** What an emulator needs before it is of use; it keeps nothing over a restart. */
  @FunctionalInterface
  interface SetUp {
    void run() throws IOException, InterruptedException;
  }

  Kept(String name, Supplier<Emulator> starter, SetUp setUp, Consumer<String> news) {
    this.name = name;
    this.starter = starter;
    this.setUp = setUp;
    this.news = news;
  }

  /** Returns once it answers and is set up; may follow on {@link #down}. */
  public synchronized void up() throws IOException, InterruptedException {
    if (emulator.isEmpty()) {
      emulator = Optional.of(starter.get());
      setUp.run();
    }
  }

  void keep() {
    looks.scheduleWithFixedDelay(this::look, LOOK_MILLIS, LOOK_MILLIS, TimeUnit.MILLISECONDS);
  }

  private synchronized void look() {
    if (emulator.filter(it -> !it.isAlive()).isEmpty()) {
      return;
    }
    news.accept(name + " ended and starts again; it has forgotten everything");
    try {
      emulator.ifPresent(Emulator::close);
      emulator = Optional.of(starter.get());
      setUp.run();
    } catch (IOException | RuntimeException e) {
      // It is still the dead one, so the next look tries again.
      log.warn("{} did not start: {}", name, e.getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Kills it; it stays away until {@link #up}. */
  public synchronized void down() {
    emulator.ifPresent(Emulator::close);
    emulator = Optional.empty();
  }

  /** Stops it as it is: connections stay open, nothing is answered, nothing is forgotten. */
  public synchronized void pause() {
    emulator.ifPresent(Emulator::pause);
  }

  public synchronized void resume() {
    emulator.ifPresent(Emulator::resume);
  }

  /** From here on it stays away where it ends. */
  void stopKeeping() {
    looks.shutdown();
  }

  @Override
  public void close() {
    looks.shutdownNow();
    down();
  }
}
