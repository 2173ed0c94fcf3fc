package dev.codexgateway.functions.worker;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.codexgateway.core.artifact.Artifact;
import dev.codexgateway.core.artifact.ArtifactStore;
import dev.codexgateway.core.event.Event;
import dev.codexgateway.core.event.EventType;
import dev.codexgateway.core.job.Job;
import dev.codexgateway.core.job.JobState;
import dev.codexgateway.core.job.Lease;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which files are kept when a command has ended. */
final class ArtifactsTest {
  @TempDir Path directory;

  @Test
  void handle_filesThatTheGlobsName_areKeptInTheOrderOfTheirNames() throws Exception {
    String script =
        "mkdir -p out/deep .hidden; printf 2 > b.txt; printf 1 > a.txt; printf no > c.log;"
            + " printf 3 > out/x.html; printf 4 > out/deep/y; printf 5 > .hidden/z.txt;"
            + " printf '' > 'sp ace.txt'";
    try (Bench bench = bench(script, "*.txt", "out/**", "**/z.txt")) {
      Job job = bench.run();
      assertEquals(
          List.of(".hidden/z.txt", "a.txt", "b.txt", "out/deep/y", "out/x.html", "sp ace.txt"),
          names(job));
      Artifact html = job.artifacts().get(4);
      assertEquals("text/html", html.contentType());
      assertEquals(1, html.sizeBytes());
      assertEquals("application/octet-stream", job.artifacts().get(3).contentType());
      assertArrayEquals("3".getBytes(UTF_8), content(bench, job, "out/x.html"));
      List<Event> events =
          bench.log(job.id()).stream().filter(e -> e.type() == EventType.ARTIFACT).toList();
      assertEquals(6, events.size());
      assertEquals(
          "{\"name\":\"out/x.html\",\"size\":1,\"sha256\":\""
              + html.sha256()
              + "\",\"content_type\":\"text/html\"}",
          events.get(4).dataJson());
    }
  }

  @Test
  void handle_linksAndPipes_areNotFollowed() throws Exception {
    String script =
        "ln -s /etc/passwd passwd.txt; ln -s / root; mkfifo pipe.txt; mkdir dir.txt; echo x >"
            + " a.txt";
    try (Bench bench = bench(script, "*.txt", "root/etc/*", "dir.txt/**")) {
      assertEquals(List.of("a.txt"), names(bench.run()));
    }
  }

  @Test
  void handle_nameThatIsNoUtf8_isKeptUnderAReadableName() throws Exception {
    try (Bench bench = bench("printf x > \"$(printf '\\377.txt')\"", "*.txt")) {
      assertEquals(List.of("\ufffd.txt"), names(bench.run()));
    }
  }

  @Test
  void handle_noGlobs_keepsNothing() throws Exception {
    try (Bench bench = bench("echo x > a.txt")) {
      assertEquals(List.of(), bench.run().artifacts());
    }
  }

  @Test
  void handle_failedCommand_keepsItsFilesToo() throws Exception {
    try (Bench bench = bench("echo x > a.txt; exit 1", "*")) {
      Job job = bench.run();
      assertEquals(JobState.FAILED, job.state());
      assertEquals(List.of("a.txt"), names(job));
    }
  }

  @Test
  void handle_tooManyFiles_failsWithTheReason() throws Exception {
    try (Bench bench = bench("seq 1 1001 | xargs touch; echo out", "*")) {
      Job job = bench.run();
      assertEquals(JobState.FAILED, job.state());
      assertEquals(OptionalInt.of(0), job.exitCode());
      assertEquals(Optional.of("it left more than 1000 artifacts"), job.reason());
      assertEquals(List.of(), job.artifacts());
      assertEquals("out\n", bench.stdout(job));
    }
  }

  @Test
  void handle_asManyFilesAsAllowed_areKept() throws Exception {
    try (Bench bench = bench("seq 1 1000 | xargs touch", "*")) {
      assertEquals(1000, bench.run().artifacts().size());
    }
  }

  @Test
  void handle_storeRefusesAFile_failsWithItsName() throws Exception {
    ArtifactStore full = new FullAfterOne();
    try (Bench bench =
        new Bench(
            directory.resolve("work"),
            Bench.shell("echo 1 > a; echo 2 > b; echo out", "*"),
            Optional.of(full))) {
      Job job = bench.run();
      assertEquals(JobState.FAILED, job.state());
      assertEquals(Optional.of("the artifact b could not be stored"), job.reason());
      assertEquals(List.of(), job.artifacts());
      assertEquals("out\n", bench.stdout(job));
      assertEquals(
          0, bench.log(job.id()).stream().filter(e -> e.type() == EventType.ARTIFACT).count());
    }
  }

  private static final class FullAfterOne implements ArtifactStore {
    private boolean full;

    @Override
    public Artifact put(Lease lease, String name, Path file, String contentType)
        throws IOException {
      if (full) {
        throw new IOException("No space left on device");
      }
      full = true;
      return new Artifact(name, 1, "00", contentType);
    }

    @Override
    public InputStream open(Lease lease, String name) {
      throw new UnsupportedOperationException();
    }

    @Override
    public SignedUrl sign(Lease lease, Artifact artifact, Duration life) {
      throw new UnsupportedOperationException();
    }
  }

  private static List<String> names(Job job) {
    return job.artifacts().stream().map(Artifact::name).toList();
  }

  private static byte[] content(Bench bench, Job job, String name) throws IOException {
    try (InputStream in = bench.memory.artifacts().open(new Lease(job.id(), job.attempt()), name)) {
      return in.readAllBytes();
    }
  }

  private Bench bench(String script, String... globs) {
    return new Bench(directory.resolve("work"), Bench.shell(script, globs));
  }
}
