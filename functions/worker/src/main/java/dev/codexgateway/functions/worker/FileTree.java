package dev.codexgateway.functions.worker;

import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Set;

/**
 * Deletes what a command left behind. It may have taken its own rights away, and by changing into
 * directory after directory it may have nested them deeper than any path can name.
 */
final class FileTree {
  /** Far below PATH_MAX (4096 bytes), at three bytes per character and with a long name added. */
  private static final int LONG_PATH_CHARS = 1000;

  private static final Set<PosixFilePermission> OWNER_ONLY =
      PosixFilePermissions.fromString("rwx------");

  private final Path nearby;
  private final Deque<Path> open = new ArrayDeque<>();

  private FileTree(Path root) {
    nearby = root.toAbsolutePath().resolveSibling("");
    open.add(root.toAbsolutePath());
  }

  /** Deletes the file or directory if it is there, links as links. */
  static void delete(Path root) throws IOException {
    try {
      // Most commands leave nothing, and then this is all.
      Files.deleteIfExists(root);
    } catch (DirectoryNotEmptyException _) {
      new FileTree(root).deleteAll();
    }
  }

  private void deleteAll() throws IOException {
    while (!open.isEmpty()) {
      deleteTree(open.pop());
    }
  }

  private void deleteTree(Path path) throws IOException {
    if (isDirectory(path)) {
      for (Path entry : entries(path)) {
        if (entry.toString().length() > LONG_PATH_CHARS && isDirectory(entry)) {
          bringNear(entry);
        } else {
          deleteTree(entry);
        }
      }
    }
    Files.deleteIfExists(path);
  }

  private static List<Path> entries(Path directory) throws IOException {
    Files.setPosixFilePermissions(directory, OWNER_ONLY);
    List<Path> entries = new ArrayList<>();
    try (DirectoryStream<Path> stream = Files.newDirectoryStream(directory)) {
      stream.forEach(entries::add);
    }
    return entries;
  }

  private void bringNear(Path directory) throws IOException {
    Path holder = Files.createTempDirectory(nearby, "deep");
    open.push(holder);
    Files.setPosixFilePermissions(directory, OWNER_ONLY);
    Files.move(directory, holder.resolve("tree"));
  }

  private static boolean isDirectory(Path path) {
    return Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS);
  }
}
