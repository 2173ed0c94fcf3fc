package dev.codexgateway.functions.worker;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class FileTreeTest {
  @TempDir Path directory;

  @Test
  void delete_notThere_isDone() throws Exception {
    FileTree.delete(directory.resolve("nothing"));
    assertNothingIsLeft();
  }

  @Test
  void delete_file_isGone() throws Exception {
    FileTree.delete(Files.writeString(directory.resolve("file"), "x"));
    assertNothingIsLeft();
  }

  @Test
  void delete_linkToADirectory_leavesTheDirectory() throws Exception {
    Path elsewhere = Files.createDirectories(directory.resolve("elsewhere/inside")).getParent();
    Path tree = Files.createDirectory(directory.resolve("tree"));
    Files.createSymbolicLink(tree.resolve("link"), elsewhere);
    FileTree.delete(tree);
    assertTrue(Files.exists(elsewhere.resolve("inside")));
    FileTree.delete(elsewhere);
    assertNothingIsLeft();
  }

  @Test
  void delete_directoriesWithoutRights_areGone() throws Exception {
    Path inner = Files.createDirectories(directory.resolve("tree/inner"));
    Files.writeString(inner.resolve("file"), "x");
    for (Path path : List.of(inner.resolve("file"), inner, directory.resolve("tree"))) {
      Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("---------"));
    }
    FileTree.delete(directory.resolve("tree"));
    assertNothingIsLeft();
  }

  @Test
  void delete_deeperThanAPathCanName_isGone() throws Exception {
    String script =
        "p=$(printf '%0200d/' $(seq 20)); for i in 1 2 3; do mkdir -p $p && cd -P $p; done;"
            + " touch end";
    Path tree = Files.createDirectory(directory.resolve("tree"));
    Process process =
        new ProcessBuilder("/bin/bash", "-c", script).directory(tree.toFile()).inheritIO().start();
    assertEquals(0, process.waitFor());
    FileTree.delete(tree);
    assertNothingIsLeft();
  }

  @Test
  void clear_leftoversOfOthers_areGone() throws Exception {
    Files.createDirectories(directory.resolve("job_1.1/files/a"));
    Files.createDirectories(directory.resolve("job_2.1"));
    WorkDirectory.deleteAll(directory);
    assertNothingIsLeft();
    WorkDirectory.deleteAll(directory.resolve("missing"));
  }

  private void assertNothingIsLeft() throws Exception {
    try (Stream<Path> left = Files.list(directory)) {
      assertEquals(List.of(), left.toList());
    }
  }
}
