package dev.codexgateway.functions.worker;

import dev.codexgateway.core.job.Lease;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
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
    delete(root);
    try {
      Files.createDirectory(root, OWNER_ONLY);
      Files.createDirectory(root.resolve("files"), OWNER_ONLY);
      Optional<Path> input = stdin.map(_ -> root.resolve("stdin"));
      if (input.isPresent()) {
        Files.writeString(input.get(), stdin.orElseThrow(), StandardCharsets.UTF_8);
      }
      return new WorkDirectory(root, input);
    } catch (IOException e) {
      delete(root);
      throw e;
    }
  }

  /** Deletes what attempts of a killed gateway have left. No attempt may be running. */
  static void deleteAll(Path parent) {
    if (!Files.exists(parent)) {
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
      delete(root);
    } catch (IOException e) {
      log.warn("{} stays behind until the next start: {}", root, e.toString());
    }
  }

  /** Deletes what is there, links as links. A command may have taken its own rights away. */
  static void delete(Path root) throws IOException {
    if (!Files.exists(root, LinkOption.NOFOLLOW_LINKS)) {
      return;
    }
    Files.walkFileTree(
        root,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult preVisitDirectory(Path dir, BasicFileAttributes attributes) {
            boolean _ = dir.toFile().setExecutable(true, true);
            boolean _ = dir.toFile().setReadable(true, true);
            boolean _ = dir.toFile().setWritable(true, true);
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            Files.delete(file);
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult postVisitDirectory(Path dir, @Nullable IOException failure)
              throws IOException {
            Files.delete(dir);
            return FileVisitResult.CONTINUE;
          }
        });
  }
}
