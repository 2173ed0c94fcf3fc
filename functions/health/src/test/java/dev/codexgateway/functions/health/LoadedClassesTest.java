package dev.codexgateway.functions.health;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.codexgateway.testkit.FunctionProcess;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A health check starts fast because nothing that it does not need is loaded. */
final class LoadedClassesTest {
  private static final Pattern NEEDED =
      Pattern.compile(
          "(java|jdk|sun|com\\.sun|javax)\\..*"
              + "|dev\\.codexgateway\\.functions\\.health\\..*"
              + "|dev\\.codexgateway\\.core\\.(json|platform)\\..*"
              + "|com\\.google\\.(gson|cloud\\.functions)\\..*");

  /** What the server of functions brings along, in a class loader that the function cannot see. */
  private static final Pattern SERVERS =
      Pattern.compile(
          "(org\\.eclipse\\.jetty|com\\.beust\\.jcommander|org\\.slf4j|io\\.cloudevents"
              + "|com\\.fasterxml\\.jackson|com\\.google\\.re2j)\\..*");

  @TempDir Path directory;

  @Test
  void start_loadsNoClientStoreOrServer() throws Exception {
    Path classes = directory.resolve("classes.log");
    Process process =
        new ProcessBuilder(
                ProcessHandle.current().info().command().orElseThrow(),
                "-Xshare:auto",
                "-Xlog:class+load:file=" + classes + ":none",
                "-cp",
                System.getProperty("java.class.path"),
                Probe.class.getName())
            .redirectErrorStream(true)
            .start();
    String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertEquals(0, process.waitFor(), out);
    List<String> loaded = loaded(classes);
    assertTrue(loaded.contains(HealthFunction.class.getName()), "the log names what is loaded");
    assertEquals(
        List.of(), loaded.stream().filter(name -> !NEEDED.matcher(name).matches()).toList());
  }

  @Test
  @Tag("deployed")
  void deployed_afterItsFirstAnswer_hasLoadedNoClient() throws Exception {
    Path classes = directory.resolve("classes.log");
    String log = "-Xlog:class+load:file=" + classes + ":none";
    try (FunctionProcess function =
        FunctionProcess.start(HealthFunction.class, directory, Map.of(), List.of(log))) {
      assertEquals("{\"status\":\"healthy\"}", function.awaitListening().get("/health").body());
      assertEquals(200, function.get("/health/ready").statusCode());
    }
    List<String> loaded = loaded(classes);
    assertTrue(loaded.contains(HealthFunction.class.getName()), "the log names what is loaded");
    assertEquals(
        List.of(),
        loaded.stream()
            .filter(name -> !NEEDED.matcher(name).matches() && !SERVERS.matcher(name).matches())
            .toList());
  }

  private static List<String> loaded(Path log) throws IOException {
    return Files.readAllLines(log).stream()
        .map(line -> line.split(" ", 2)[0])
        .filter(name -> name.indexOf('.') > 0)
        .toList();
  }
}
