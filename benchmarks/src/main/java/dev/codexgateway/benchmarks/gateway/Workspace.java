package dev.codexgateway.benchmarks.gateway;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/**
 * The directory of one run, on the disk of the repository and not on a file system in memory, where
 * a durable write would cost nothing.
 *
 * @param repository the root of the checkout
 * @param directory what is in it goes with the run
 */
public record Workspace(Path repository, Path directory, AtomicInteger count)
    implements AutoCloseable {
  public static Workspace in(Path repository) throws IOException {
    Path target = Files.createDirectories(repository.resolve("benchmarks/target"));
    return new Workspace(
        repository, Files.createTempDirectory(target, "run-"), new AtomicInteger());
  }

  Path newFile(String name) {
    return directory.resolve(count.incrementAndGet() + "-" + name);
  }

  /** A path that is not there yet. */
  public Path newDirectory(String name) {
    return newFile(name);
  }

  @Override
  public void close() throws IOException {
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
