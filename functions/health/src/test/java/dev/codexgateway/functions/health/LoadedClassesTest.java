package dev.codexgateway.functions.health;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A health check starts fast because nothing that it does not need is loaded. */
final class LoadedClassesTest {
  private static final Pattern NEEDED =
      Pattern.compile(
          "(java|jdk|sun|javax)\\..*"
              + "|dev\\.codexgateway\\.functions\\.health\\..*"
              + "|dev\\.codexgateway\\.core\\.(json|platform)\\..*"
              + "|com\\.google\\.(gson|cloud\\.functions)\\..*");

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
    List<String> loaded =
        Files.readAllLines(classes).stream()
            .map(line -> line.split(" ", 2)[0])
            .filter(name -> name.indexOf('.') > 0)
            .toList();
    assertTrue(loaded.contains(HealthFunction.class.getName()), "the log names what is loaded");
    assertEquals(
        List.of(), loaded.stream().filter(name -> !NEEDED.matcher(name).matches()).toList());
  }
}
