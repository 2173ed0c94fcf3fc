package dev.codexgateway.core.config;

import dev.codexgateway.core.hook.ConfigText;
import dev.codexgateway.core.hook.HookDefinition;
import dev.codexgateway.core.hook.JobRule;
import dev.codexgateway.core.hook.VerifierDefinition;
import dev.codexgateway.core.key.Keyring;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.regex.Pattern;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.ScalarNode;

/** Reads one webhook of the configuration. Expressions stay texts. */
final class HookReader {
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_-]{0,63}");
  private static final Pattern SECRET_NAME = Pattern.compile("[A-Za-z0-9_-]{1,255}");
  private static final Pattern OWNER = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_.@-]{0,127}");
  private static final int MOST_BODY_BYTES = 10 * 1024 * 1024;
  private static final int MOST_JOBS = 16;
  private static final int MOST_SECRETS = 2;
  private static final int MOST_LABELS = 32;
  private static final int MOST_LABEL_CHARS = 256;
  private static final ConfigText NOWHERE = new ConfigText("", 0, "");

  private final YamlMap hook;
  private final ConfigText name;

  private HookReader(ConfigText name, YamlMap hook) {
    this.name = name;
    this.hook = hook;
  }

  static List<HookDefinition> readAll(YamlMap hooks) {
    List<HookDefinition> all = new ArrayList<>();
    for (String name : hooks.names()) {
      if (!NAME.matcher(name).matches()) {
        hooks.problem(name, "a hook's name must match " + NAME.pattern());
      }
      ConfigText place = new ConfigText(name, hooks.line(name), hooks.path(name));
      hooks.map(name).ifPresent(map -> all.add(new HookReader(place, map).read()));
    }
    return all;
  }

  private HookDefinition read() {
    VerifierDefinition verifier = VerifierReader.read(hook);
    HookDefinition definition =
        new HookDefinition(
            name,
            hook.string("description").orElse(""),
            owner(),
            verifier,
            secrets(),
            hook.located("filter"),
            hook.located("identity"),
            jobs(),
            maxBodyBytes());
    hook.refuseUnknown();
    return definition;
  }

  private String owner() {
    String owner = hook.string("owner").orElse(Keyring.ADMIN_OWNER);
    if (!OWNER.matcher(owner).matches()) {
      hook.problem("owner", "must match " + OWNER.pattern());
    }
    return owner;
  }

  private List<String> secrets() {
    if (hook.has("secret") && hook.has("secrets")) {
      hook.problem("secrets", "and secret cannot both be there");
    }
    List<String> names = new ArrayList<>(hook.strings("secrets"));
    hook.string("secret").ifPresent(names::add);
    if (names.isEmpty()) {
      hook.problem("secret", "is required: the name of the secret that the sender knows");
    }
    if (names.size() > MOST_SECRETS) {
      hook.problem("secrets", "has more than " + MOST_SECRETS + " names");
    }
    names.stream()
        .filter(secret -> !SECRET_NAME.matcher(secret).matches())
        .forEach(_ -> hook.problem("secret", "must be a name matching " + SECRET_NAME.pattern()));
    return names;
  }

  private int maxBodyBytes() {
    return hook.map("limits")
        .map(
            limits -> {
              OptionalLong bytes = limits.integer("max_body_bytes", 1, MOST_BODY_BYTES);
              limits.refuseUnknown();
              return (int) bytes.orElse(MOST_BODY_BYTES);
            })
        .orElse(MOST_BODY_BYTES);
  }

  private List<JobRule> jobs() {
    List<Node> items = hook.list("jobs");
    if (items.isEmpty()) {
      hook.problem("jobs", "needs at least one job");
    }
    if (items.size() > MOST_JOBS) {
      hook.problem("jobs", "has more than " + MOST_JOBS + " jobs");
    }
    List<JobRule> rules = new ArrayList<>();
    for (int i = 0; i < items.size(); i++) {
      YamlMap.of(hook.path("jobs") + "[" + i + "]", items.get(i), hook.problems())
          .ifPresent(map -> rules.add(rule(map)));
    }
    return rules;
  }

  private static JobRule rule(YamlMap map) {
    if (!map.has("command")) {
      map.problem("command", "is required");
    }
    JobRule rule =
        new JobRule(
            map.located("filter"),
            map.located("command").orElse(NOWHERE),
            args(map),
            map.located("stdin"),
            map.locatedMap("env"),
            map.locatedMap("labels"),
            timeout(map),
            map.located("idempotency"));
    checkLabels(map, rule.labels().keySet());
    map.refuseUnknown();
    return rule;
  }

  private static JobRule.Args args(YamlMap map) {
    Optional<Node> node = map.node("args");
    if (node.orElse(null) instanceof ScalarNode whole) {
      return new JobRule.Args.Whole(map.located(map.path("args"), whole).orElse(NOWHERE));
    }
    List<ConfigText> templates = new ArrayList<>();
    List<Node> items = map.list("args");
    for (int i = 0; i < items.size(); i++) {
      map.located(map.path("args") + "[" + i + "]", items.get(i)).ifPresent(templates::add);
    }
    return new JobRule.Args.Each(templates);
  }

  private static Optional<Duration> timeout(YamlMap map) {
    OptionalLong seconds = map.integer("timeout_seconds", 1, 30L * 24 * 3600);
    return seconds.isPresent()
        ? Optional.of(Duration.ofSeconds(seconds.getAsLong()))
        : Optional.empty();
  }

  private static void checkLabels(YamlMap map, Set<String> names) {
    if (names.size() > MOST_LABELS) {
      map.problem("labels", "has more than " + MOST_LABELS + " members");
    }
    names.stream()
        .filter(name -> name.isEmpty() || name.contains("=") || name.length() > MOST_LABEL_CHARS)
        .forEach(
            _ ->
                map.problem(
                    "labels", "a name has 1 to " + MOST_LABEL_CHARS + " characters and no ="));
  }
}
