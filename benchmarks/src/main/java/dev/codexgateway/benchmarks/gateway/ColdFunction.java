package dev.codexgateway.benchmarks.gateway;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A function that is started to see how long that takes, on one core.
 *
 * @param name as {@code dev/image-layout} knows it
 * @param target its entry class
 * @param request what counts as answered, line by line
 */
public record ColdFunction(String name, String target, String request) {
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final int ANSWER_MILLIS = 10_000;
  private static final String CORE = "1";

  /**
   * What a start took until its first good answer.
   *
   * @param cpuSeconds of the process, on all its threads: what the wall clock would show at best on
   *     one core that nobody else uses
   */
  public record Took(double seconds, double cpuSeconds) {}

  /** As Cloud Run runs it: its zip's jar under the functions server, with the documented flags. */
  public Took plain(Workspace workspace, Map<String, String> env)
      throws IOException, InterruptedException {
    Path target = workspace.repository().resolve("functions/" + name + "/target");
    String server = Files.readString(target.resolve("deploy/invoker")).strip();
    return took(
        workspace,
        env,
        List.of(
            "-XX:TieredStopAtLevel=1",
            "-XX:+UseSerialGC",
            "-XX:MaxRAMPercentage=70",
            "-jar",
            server,
            "--classpath",
            target.resolve("function-" + name + "-0.1.0-SNAPSHOT-deploy.jar").toString(),
            "--target",
            this.target));
  }

  /** As in its image. */
  public Took image(Workspace workspace, Map<String, String> env, Path layout)
      throws IOException, InterruptedException {
    return took(workspace, env, List.of("@" + layout.resolve("start")));
  }

  /** What its image holds, with the archive of classes. */
  public Path layOut(Workspace workspace) throws IOException, InterruptedException {
    Path layout = workspace.newDirectory(name);
    Path output = workspace.newFile(name + "-training.log");
    Process process =
        new ProcessBuilder("dev/image-layout", name, layout.toString(), "--train")
            .directory(workspace.repository().toFile())
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    if (process.waitFor() != 0) {
      throw new IOException("dev/image-layout failed:\n" + Files.readString(output));
    }
    return layout;
  }

  private Took took(Workspace workspace, Map<String, String> env, List<String> arguments)
      throws IOException, InterruptedException {
    InetSocketAddress address = Program.freeAddress();
    List<String> command = new ArrayList<>(List.of("taskset", "-c", CORE));
    command.add(ProcessHandle.current().info().command().orElseThrow());
    command.addAll(arguments);
    Map<String, String> all = new TreeMap<>(env);
    all.put("PORT", String.valueOf(address.getPort()));
    Program program = Program.start(workspace, name, address, command, all);
    program.awaitOk(request, PATIENCE, ANSWER_MILLIS);
    Took took =
        new Took(program.startUp().toNanos() / 1e9, program.facts().cpuTime().toNanos() / 1e9);
    program.kill();
    return took;
  }
}
