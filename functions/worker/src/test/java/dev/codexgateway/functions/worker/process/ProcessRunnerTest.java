package dev.codexgateway.functions.worker.process;

import static dev.codexgateway.functions.worker.process.Scripts.exited;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How a program is started, and how its own end is told. */
@Timeout(60)
class ProcessRunnerTest {
  @TempDir Path directory;
  private Scripts scripts;

  @BeforeEach
  void setUp() {
    scripts = new Scripts(directory);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 3, 127, 255})
  void exit_withCode_isKept(int code) {
    assertEquals(exited(code), scripts.run("exit " + code));
  }

  @Test
  void exit_bySignal_isToldWithItsName() {
    assertEquals(new Exit.Signalled(11, "SIGSEGV", Optional.empty()), scripts.run("kill -SEGV $$"));
  }

  @Test
  void args_withShellCharacters_arriveUnchanged() {
    Command command = scripts.command("/usr/bin/printf", "%s|", "$HOME `id` *", "", "-n", "ünï");

    assertEquals(exited(0), scripts.run(command, Scripts.PATIENT));
    assertEquals("$HOME `id` *||-n|ünï|", scripts.output.stdout());
  }

  @Test
  void environment_holdsDeclaredAndMarkersOnly() {
    Command command =
        new Command(
            Path.of("/usr/bin/env"),
            List.of(),
            Map.of("A", "1", "B", "x=y\nz", "GATEWAY_JOB_ID", "forged"),
            directory,
            Optional.empty());

    assertEquals(exited(0), scripts.run(command, Scripts.PATIENT));
    assertEquals(
        List.of(
            "A=1",
            "B=x=y",
            "GATEWAY_INSTANCE=" + Scripts.INSTANCE,
            "GATEWAY_JOB_ID=" + scripts.jobId,
            "z"),
        scripts.output.stdout().lines().sorted().toList());
  }

  @Test
  void descriptors_ofTheGateway_areNotInherited() throws IOException {
    Path open = Files.createFile(directory.resolve("open"));
    try (var _ = Files.newInputStream(open)) {
      scripts.run(scripts.command("/bin/ls", "/proc/self/fd"), Scripts.PATIENT);
    }

    // The last one is the directory that ls reads.
    assertEquals(List.of("0", "1", "2", "3"), scripts.output.stdout().lines().sorted().toList());
  }

  @Test
  void workingDirectory_isTheGivenOne() throws IOException {
    scripts.run(scripts.command("/bin/pwd"), Scripts.PATIENT);

    assertEquals(directory.toRealPath() + "\n", scripts.output.stdout());
  }

  @Test
  void session_andGroup_areTheProgramsOwn() {
    scripts.run("cat /proc/$$/stat");

    String[] fields = scripts.output.stdout().split(" ");
    assertEquals(List.of(fields[0], fields[0]), List.of(fields[4], fields[5]));
  }

  @Test
  void signals_areNeitherBlockedNorIgnored() {
    // glibc ignores the two for its own use in every child, and takes them back when it starts.
    long ownOfGlibc = 1L << 31 | 1L << 32;

    scripts.run(
        scripts.command("/bin/grep", "-E", "^Sig(Blk|Ign):", "/proc/self/status"), Scripts.PATIENT);

    assertEquals(
        List.of(0L, 0L),
        scripts
            .output
            .stdout()
            .lines()
            .map(line -> Long.parseLong(line.split("\\s+")[1], 16) & ~ownOfGlibc)
            .toList());
  }

  @Test
  void stdin_notGiven_isAtItsEnd() {
    assertEquals(exited(0), scripts.run("readlink /proc/self/fd/0; cat"));
    assertEquals("/dev/null\n", scripts.output.stdout());
  }

  @Test
  void stdin_fromFile_isRead() throws IOException {
    Path input = Files.write(directory.resolve("in"), new byte[300_000]);
    Command command =
        new Command(Path.of("/usr/bin/wc"), List.of("-c"), Map.of(), directory, Optional.of(input));

    assertEquals(exited(0), scripts.run(command, Scripts.PATIENT));
    assertEquals("300000\n", scripts.output.stdout());
  }

  @Test
  void control_onceStarted_knowsThePid() {
    scripts.run("echo $$");

    assertEquals(
        scripts.output.stdout().strip(), Long.toString(scripts.control.pid().orElseThrow()));
  }

  @Test
  void start_ofMissingExecutable_failsWithItsName() {
    assertSpawnFails(
        Errno.ENOENT,
        "executable does not exist: /no/such/program",
        scripts.command("/no/such/program"));
  }

  @Test
  void start_ofFileWithoutPermission_fails() throws IOException {
    Path file = Files.writeString(directory.resolve("data"), "#!/bin/sh\n");

    assertSpawnFails(
        Errno.EACCES,
        "executable may not be run (permission denied): " + file,
        scripts.command(file.toString()));
  }

  @Test
  void start_ofDirectory_fails() {
    assertSpawnFails(
        Errno.EACCES,
        "executable is a directory: " + directory,
        scripts.command(directory.toString()));
  }

  @Test
  void start_ofScriptWithoutInterpreterLine_failsAndNoShellReadsIt() throws IOException {
    Path file = Files.writeString(directory.resolve("script"), "touch made\n");
    assertTrue(file.toFile().setExecutable(true));

    assertSpawnFails(
        Errno.ENOEXEC,
        file + ": not a program this machine can run (a script needs a #! line)",
        scripts.command(file.toString()));
    assertFalse(Files.exists(directory.resolve("made")));
  }

  @Test
  void start_withMissingInterpreter_saysSo() throws IOException {
    Path file = Files.writeString(directory.resolve("script"), "#!/no/such/shell\n");
    assertTrue(file.toFile().setExecutable(true));

    assertSpawnFails(
        Errno.ENOENT,
        "the interpreter or loader that it names is missing: " + file,
        scripts.command(file.toString()));
  }

  @Test
  void start_withTooLongArgument_fails() {
    assertSpawnFails(
        Errno.E2BIG,
        "/bin/true: arguments and environment are longer than the system allows",
        scripts.command("/bin/true", "x".repeat(200_000)));
  }

  @Test
  void start_inMissingDirectory_fails() {
    Path missing = directory.resolve("missing");
    Command command =
        new Command(Path.of("/bin/true"), List.of(), Map.of(), missing, Optional.empty());

    assertSpawnFails(Errno.ENOENT, "working directory does not exist: " + missing, command);
  }

  @Test
  void start_withMissingStdin_fails() {
    Path missing = directory.resolve("missing");

    assertSpawnFails(
        Errno.ENOENT, "stdin file cannot be read: " + missing, commandReading(missing));
  }

  @Test
  void start_withNamedPipeAsStdin_failsInsteadOfWaiting() {
    new Scripts(directory).run("mkfifo pipe");
    Path pipe = directory.resolve("pipe");

    assertSpawnFails(Errno.EINVAL, "stdin is not a file: " + pipe, commandReading(pipe));
  }

  private Command commandReading(Path stdin) {
    return new Command(Path.of("/bin/cat"), List.of(), Map.of(), directory, Optional.of(stdin));
  }

  private void assertSpawnFails(int errno, String message, Command command) {
    Exit.SpawnFailed expected = new Exit.SpawnFailed(errno, message, false);
    assertEquals(expected, scripts.run(command, Scripts.PATIENT));
    assertTrue(scripts.control.pid().isEmpty());
  }

  @Test
  void start_onVirtualThread_isRefused() throws InterruptedException {
    AtomicReference<Throwable> thrown = new AtomicReference<>();
    Thread.ofVirtual()
        .uncaughtExceptionHandler((_, exception) -> thrown.set(exception))
        .start(() -> scripts.run("exit 0"))
        .join();

    assertInstanceOf(IllegalStateException.class, thrown.get());
  }

  @Test
  void command_thatCannotBeHandedOver_isRefused() {
    assertRefused("executable must be an absolute path: sh", "sh", "/", "a", "N", "v");
    assertRefused("working directory must be an absolute path: x", "/bin/sh", "x", "a", "N", "v");
    assertRefused("argument 1 holds the character NUL", "/bin/sh", "/", "a\0b", "N", "v");
    assertRefused("not an environment variable name: \"N=M\"", "/bin/sh", "/", "a", "N=M", "v");
    assertRefused("environment variable N holds the character NUL", "/bin/sh", "/", "a", "N", "\0");
  }

  private static void assertRefused(
      String message, String executable, String workingDirectory, String arg, String... variable) {
    Map<String, String> environment =
        Arrays.stream(variable).limit(1).collect(Collectors.toMap(name -> name, _ -> variable[1]));
    IllegalArgumentException thrown =
        assertThrows(
            IllegalArgumentException.class,
            () ->
                new Command(
                    Path.of(executable),
                    List.of(arg),
                    environment,
                    Path.of(workingDirectory),
                    Optional.empty()));
    assertEquals(message, thrown.getMessage());
  }

  @Test
  void limits_outOfRange_areRefused() {
    assertThrows(IllegalArgumentException.class, () -> Limits.withTimeout(Duration.ofSeconds(-1)));
    assertThrows(IllegalArgumentException.class, () -> Limits.withTimeout(Duration.ofDays(366)));
  }
}
