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
 * The fresh directory of one attempt, 0700: {@code files} is where the process runs, and its
 * standard input lies beside it, out of reach of the artifact globs.
 */
final class WorkDirectory implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(WorkDirectory.class);
  private static final FileAttribute<?> OWNER_ONLY =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));

  private final Path root;
  private final Optional<Path> stdin;

  private WorkDirectory(Path root, Optional<Path> stdin) {
    this.root = root;
    this.stdin = stdin;
  }

  /**
   * @throws IOException where it cannot be made; nothing is left of it then
   */
  static WorkDirectory create(Path parent, Lease lease, Optional<String> stdin) throws IOException {
    Files.createDirectories(parent, OWNER_ONLY);
    Path root = parent.toAbsolutePath().resolve(lease.jobId() + "." + lease.attempt());
    FileTree.delete(root);
    try {
      Files.createDirectory(root, OWNER_ONLY);
      Files.createDirectory(root.resolve("files"), OWNER_ONLY);
      Optional<Path> input = stdin.map(_ -> root.resolve("stdin"));
      if (input.isPresent()) {
        Files.writeString(input.get(), stdin.orElseThrow(), StandardCharsets.UTF_8);
      }
      return new WorkDirectory(root, input);
    } catch (IOException e) {
      FileTree.delete(root);
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
    return root.resolve("files");
  }

  Optional<Path> stdin() {
    return stdin;
  }

  @Override
  public void close() {
    deleteOrWarn(root);
  }

  private static void deleteOrWarn(Path root) {
    try {
      FileTree.delete(root);
    } catch (IOException e) {
      log.warn("{} stays behind until the next start: {}", root, e.toString());
    }
  }
}
