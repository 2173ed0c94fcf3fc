package dev.codexgateway.functions.worker;

import dev.codexgateway.core.job.Lease;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The fresh directory of one attempt, 0700, where the process runs. Its standard input lies beside
 * it, out of reach of the artifact globs. There is nothing around the two: a directory more is,
 * with {@code /bin/true}, a seventh of what the gateway does for a job.
 */
final class WorkDirectory implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(WorkDirectory.class);
  private static final FileAttribute<?> OWNER_ONLY =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));

  private final Path files;
  private final Optional<Path> stdin;

  private WorkDirectory(Path files, Optional<Path> stdin) {
    this.files = files;
    this.stdin = stdin;
  }

  /**
   * @throws IOException where it cannot be made; nothing is left of it then
   */
  static WorkDirectory create(Path parent, Lease lease, Optional<String> stdin) throws IOException {
    Files.createDirectories(parent, OWNER_ONLY);
    String name = lease.jobId() + "." + lease.attempt();
    Path input = parent.toAbsolutePath().resolve(name + ".stdin");
    WorkDirectory directory =
        new WorkDirectory(parent.toAbsolutePath().resolve(name), stdin.map(_ -> input));
    directory.delete();
    try {
      Files.createDirectory(directory.files, OWNER_ONLY);
      if (stdin.isPresent()) {
        Files.writeString(input, stdin.get(), StandardCharsets.UTF_8);
      }
      return directory;
    } catch (IOException e) {
      directory.delete();
      throw e;
    }
  }

  /** Deletes what attempts of a killed gateway have left. No attempt may be running. */
  static void deleteAll(Path parent) {
    if (!Files.isDirectory(parent)) {
      return;
    }
    try (Stream<Path> left = Files.list(parent)) {
      left.forEach(WorkDirectory::deleteOrWarn);
    } catch (IOException e) {
      log.warn("{} cannot be cleared: {}", parent, e.toString());
    }
  }

  Path files() {
    return files;
  }

  Optional<Path> stdin() {
    return stdin;
  }

  private void delete() throws IOException {
    FileTree.delete(files);
    if (stdin.isPresent()) {
      FileTree.delete(stdin.get());
    }
  }

  @Override
  public void close() {
    deleteOrWarn(files);
    stdin.ifPresent(WorkDirectory::deleteOrWarn);
  }

  private static void deleteOrWarn(Path path) {
    try {
      FileTree.delete(path);
    } catch (IOException e) {
      log.warn("{} stays behind until the next start: {}", path, e.toString());
    }
  }
}
