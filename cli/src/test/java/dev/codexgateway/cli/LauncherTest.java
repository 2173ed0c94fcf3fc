package dev.codexgateway.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The {@code ./gateway} script, in a tree of its own where {@code mvn} and {@code java} are scripts
 * that note how they were called.
 */
class LauncherTest {
  @TempDir private Path root = Path.of("");

  private record Result(int exitCode, String out, String err) {}

  @BeforeEach
  void makeTree() throws IOException {
    root = root.toRealPath();
    Files.copy(
        Path.of("..", "gateway"), root.resolve("gateway"), StandardCopyOption.COPY_ATTRIBUTES);
    Files.createDirectories(root.resolve("cli/src/main/java"));
    Files.createDirectories(root.resolve("shared/core/src/main/java"));
    Files.writeString(root.resolve("pom.xml"), "<project/>");
    Files.writeString(root.resolve("cli/src/main/java/Main.java"), "class Main {}");
    script("dev/jdk25", "echo '%s'".formatted(root.resolve("jdk")));
    Files.createDirectories(root.resolve("jdk"));
    Files.writeString(root.resolve("jdk/release"), "JAVA_VERSION=\"25.0.3\"\n");
    script(
        "jdk/bin/java",
        """
        case "$*" in *Training*)
          echo training >>"%1$s/calls"
          for option; do case $option in -XX:ArchiveClassesAtExit=*) touch "${option#*=}";; esac; done
          exit;;
        esac
        printf '<%%s>' "$@" | sed 's|%1$s/||g'
        """
            .formatted(root));
    mvnDoes("mkdir -p cli/target/dist/lib; touch cli/target/dist/lib/a.jar");
  }

  @Test
  void firstStart_buildsOnceAndSaysSo() throws Exception {
    Result first = gateway("version");
    assertEquals(0, first.exitCode(), first.err());
    assertEquals("building Codex Gateway (first start, about a minute) ...\n", first.err());
    assertEquals("", gateway("version").err());
    assertEquals(
        List.of("mvn -q -B -DskipTests -Dcheck.skip package -pl cli -am", "training"), calls());
  }

  @Test
  void arguments_reachTheProgramUntouched() throws Exception {
    String out = gateway("exec", "echo", "", "a  b", "*", "--json", "$HOME").out();
    assertTrue(
        out.endsWith("<dev.codexgateway.cli.Main><exec><echo><><a  b><*><--json><$HOME>"), out);
  }

  @Test
  void archive_isUsedWhereThereIsOne() throws Exception {
    assertTrue(
        gateway("list").out().contains("<-XX:SharedArchiveFile=cli/target/dist/gateway.jsa>"));
    Files.delete(root.resolve("cli/target/dist/gateway.jsa"));
    Result without = gateway("list");
    assertFalse(without.out().contains("SharedArchiveFile"), without.out());
    assertEquals("", without.err());
  }

  @Test
  void archive_isMadeAgainForAnotherJdk() throws Exception {
    gateway("version");
    Files.writeString(root.resolve("jdk/release"), "JAVA_VERSION=\"25.0.4\"\n");
    gateway("version");
    gateway("version");
    assertEquals(2, calls().stream().filter("training"::equals).count());
  }

  @Test
  void serve_hasOtherOptionsThanShortCommands() throws Exception {
    assertTrue(gateway("list").out().contains("<-Xmx256m>"));
    assertTrue(gateway("--debug", "serve").out().contains("<-Xmx512m>"));
  }

  @Test
  void javaOptions_comeLast() throws Exception {
    String out = run(List.of("GATEWAY_JAVA_OPTS=-Xmx9m -Da=b"), "./gateway", "serve").out();
    assertTrue(out.contains("<-Xmx9m><-Da=b><-cp>"), out);
  }

  @Test
  void changedOrDeletedSource_isBuiltAgain() throws Exception {
    gateway("version");
    makeNewer(root.resolve("cli/src/main/java/Main.java"));
    assertEquals(
        "building Codex Gateway (the sources have changed) ...\n", gateway("version").err());
    ageStamp();
    Files.delete(root.resolve("cli/src/main/java/Main.java"));
    gateway("version");
    assertEquals(3, calls().stream().filter(call -> call.startsWith("mvn")).count());
  }

  @Test
  void failedBuild_showsItsEndAndIsTriedAgain() throws Exception {
    mvnDoes("echo 'the compiler says no'; exit 1");
    Result result = gateway("version");
    assertEquals(1, result.exitCode());
    assertTrue(result.err().contains("the compiler says no\ngateway: the build failed"));
    assertEquals("", result.out());
    assertEquals(1, gateway("version").exitCode());
    assertEquals(2, calls().size());
  }

  @Test
  void missingMaven_isNamed() throws Exception {
    Files.delete(root.resolve("bin/mvn"));
    Result result = run(List.of("PATH=" + pathWithoutMaven()), "./gateway", "version");
    assertEquals(1, result.exitCode());
    assertTrue(result.err().startsWith("gateway: Maven (mvn) is needed"), result.err());
  }

  @Test
  void twoFirstStarts_buildOnce() throws Exception {
    Path slow = root.resolve("slow");
    mvnDoes(
        "until [ -e '%s' ]; do sleep 0.05; done; mkdir -p cli/target/dist/lib; touch cli/target/dist/lib/a.jar"
            .formatted(slow));
    Process first = start(List.of(), "./gateway", "version");
    Process second = start(List.of(), "./gateway", "version");
    while (!Files.readString(root.resolve("err")).contains("waiting for the build")) {
      Thread.onSpinWait();
    }
    Files.createFile(slow);
    assertEquals(0, first.waitFor());
    assertEquals(0, second.waitFor());
    assertEquals(1, calls().stream().filter(call -> call.startsWith("mvn")).count());
    assertFalse(Files.exists(root.resolve("cli/target/gateway.lock")));
  }

  @Test
  void lockOfAKilledStart_doesNotBlock() throws Exception {
    Process dead = new ProcessBuilder("true").start();
    dead.waitFor();
    Files.createDirectories(root.resolve("cli/target"));
    Files.writeString(root.resolve("cli/target/gateway.lock"), dead.pid() + "\n");
    assertEquals(0, gateway("version").exitCode());
  }

  @Test
  void symbolicLink_findsTheTree() throws Exception {
    Path elsewhere = Files.createDirectories(root.resolve("home/bin"));
    Files.createSymbolicLink(elsewhere.resolve("step"), Path.of("../../gateway"));
    Files.createSymbolicLink(elsewhere.resolve("gw"), Path.of("step"));
    Result result = run(List.of(), "home/bin/gw", "version");
    assertEquals(0, result.exitCode(), result.err());
    assertTrue(result.out().endsWith("<version>"), result.out());
  }

  private void mvnDoes(String body) throws IOException {
    script("bin/mvn", "echo \"mvn $*\" >>'%s/calls'; %s".formatted(root, body));
  }

  private Path script(String name, String body) throws IOException {
    Path file = root.resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, "#!/usr/bin/env bash\n" + body + "\n");
    return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  private Result gateway(String... args) throws IOException, InterruptedException {
    List<String> line = new ArrayList<>(List.of("./gateway"));
    line.addAll(List.of(args));
    return run(List.of(), line.toArray(String[]::new));
  }

  private Result run(List<String> env, String... line) throws IOException, InterruptedException {
    Files.deleteIfExists(root.resolve("err"));
    Process process = start(env, line);
    String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return new Result(process.waitFor(), out, Files.readString(root.resolve("err")));
  }

  private Process start(List<String> env, String... line) throws IOException {
    List<String> command =
        new ArrayList<>(List.of("env", "PATH=" + root.resolve("bin") + ":/usr/bin:/bin"));
    command.addAll(env);
    command.addAll(List.of(line));
    ProcessBuilder builder = new ProcessBuilder(command).directory(root.toFile());
    builder.environment().keySet().removeIf(name -> name.startsWith("GATEWAY_"));
    return builder.redirectError(Redirect.appendTo(root.resolve("err").toFile())).start();
  }

  /** The few tools that the script itself needs, in a directory where there is no Maven. */
  private Path pathWithoutMaven() throws IOException {
    Path tools = Files.createDirectories(root.resolve("tools"));
    for (String tool :
        List.of(
            "bash", "env", "cat", "cp", "find", "head", "mkdir", "mv", "rm", "sleep", "tail",
            "touch")) {
      Path real =
          Files.exists(Path.of("/bin", tool)) ? Path.of("/bin", tool) : Path.of("/usr/bin", tool);
      Files.createSymbolicLink(tools.resolve(tool), real);
    }
    return tools;
  }

  private void makeNewer(Path file) throws IOException {
    Files.setLastModifiedTime(file, FileTime.from(Instant.now().plusSeconds(5)));
    // The build that follows is as of now; what it has seen must not look new for ever.
    mvnDoes(
        "touch -d '2020-01-01T00:00:00' '%s'; mkdir -p cli/target/dist/lib; touch cli/target/dist/lib/a.jar"
            .formatted(file));
  }

  private void ageStamp() throws IOException {
    Files.setLastModifiedTime(
        root.resolve("cli/target/dist/stamp"), FileTime.from(Instant.now().minusSeconds(5)));
    for (String name :
        List.of(
            "pom.xml",
            "cli/src/main",
            "cli/src/main/java",
            "shared/core/src/main",
            "shared/core/src/main/java")) {
      Files.setLastModifiedTime(root.resolve(name), FileTime.from(Instant.now().minusSeconds(9)));
    }
  }

  private List<String> calls() throws IOException {
    return Files.readAllLines(root.resolve("calls"));
  }
}
