package dev.codexgateway.benchmarks;

import dev.codexgateway.benchmarks.gateway.ColdFunction;
import dev.codexgateway.benchmarks.gateway.StandIns;
import dev.codexgateway.benchmarks.gateway.Workspace;
import dev.codexgateway.benchmarks.report.Rounds;
import dev.codexgateway.benchmarks.report.Row;
import dev.codexgateway.benchmarks.report.Section;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** How long each function takes from the start of its process to its first good answer. */
final class ColdStart implements Benchmark {
  private static final String CONFIG =
      """
      commands:
        echo:
          executable: /bin/echo
          args: []
      hooks:
        ping:
          verifier: {type: token, header: X-Token}
          secret: hook-token
          filter: body.wanted == true
          jobs:
            - command: echo
      """;

  private static final String FUNCTIONS = "dev.codexgateway.functions.";
  private static final ColdFunction HEALTH =
      new ColdFunction(
          "health",
          FUNCTIONS + "health.HealthFunction",
          "GET /health HTTP/1.1\r\nHost: localhost\r\n\r\n");
  private static final ColdFunction JSON_RPC =
      new ColdFunction(
          "jsonrpc",
          FUNCTIONS + "jsonrpc.JsonRpcFunction",
          post(
              "/jsonrpc",
              "X-API-Key: " + StandIns.KEY,
              "{\"jsonrpc\":\"2.0\",\"method\":\"command.list\",\"id\":1}"));
  private static final ColdFunction WEBHOOK =
      new ColdFunction(
          "webhook",
          FUNCTIONS + "webhook.WebhookFunction",
          post("/webhook/ping", "X-Token: " + "t".repeat(32), "{\"wanted\":false}"));

  private static String post(String path, String header, String body) {
    return "POST %s HTTP/1.1\r\nHost: localhost\r\n%s\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n%s"
        .formatted(path, header, body.length(), body);
  }

  @Override
  public Section run(Workspace workspace, Plan plan) throws IOException, InterruptedException {
    Path config = Files.writeString(workspace.directory().resolve("cold-start.yaml"), CONFIG);
    List<Row> rows = new ArrayList<>();
    try (StandIns standIns = new StandIns()) {
      Map<String, String> env = new TreeMap<>(standIns.env());
      env.put("GATEWAY_CONFIG", config.toString());
      measure(workspace, plan, env, HEALTH, 0.5, 0.5, rows);
      measure(workspace, plan, env, JSON_RPC, 1.3, 0.7, rows);
      measure(workspace, plan, env, WEBHOOK, 1.3, 0.7, rows);
    }
    return new Section(
        "Cold start of the functions",
        """
        From the start of the process, which has one core (`taskset`), to its first 200: of
        `GET /health`; of `command.list` with the admin key, whose secret comes from Secret
        Manager; of a signed and unwanted delivery, which is stored. The services are the
        emulators and stand-ins on the same machine. "Plain" is the self-contained jar under the
        functions server with `-XX:TieredStopAtLevel=1 -XX:+UseSerialGC`; "image" is what
        `dev/image-layout` makes, with the archive of classes trained without any service. %d
        starts of each in turn, after one that does not count. CPU time is that of the process
        until then: other work on the machine lengthens the wall clock more than it.\
        """
            .formatted(plan.starts()),
        rows);
  }

  private static void measure(
      Workspace workspace,
      Plan plan,
      Map<String, String> env,
      ColdFunction function,
      double plainGoal,
      double imageGoal,
      List<Row> rows)
      throws IOException, InterruptedException {
    Path layout = function.layOut(workspace);
    function.plain(workspace, env);
    function.image(workspace, env, layout);
    Times plain = new Times();
    Times image = new Times();
    for (int i = 0; i < plan.starts(); i++) {
      plain.add(function.plain(workspace, env));
      image.add(function.image(workspace, env, layout));
    }
    plain.tell(function.name() + ", plain", plainGoal, rows);
    image.tell(function.name() + ", image", imageGoal, rows);
  }

  private record Times(Rounds wall, Rounds cpu) {
    Times() {
      this(new Rounds(), new Rounds());
    }

    void add(ColdFunction.Took took) {
      wall.add(took.seconds());
      cpu.add(took.cpuSeconds());
    }

    void tell(String what, double goal, List<Row> rows) {
      rows.add(Row.of(what, wall.show("%.2f", " s"), "< " + goal + " s", wall.median() < goal));
      rows.add(Row.of(what + ": CPU time", cpu.show("%.2f", " s")));
    }
  }
}
