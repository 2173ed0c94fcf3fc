package dev.codexgateway.cli.importer;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Makes a command and a hook of one hook, and notes what becomes different. */
final class Conversion {
  /** As long as the policy lets a value be. */
  private static final int MAX_CHARS = 128 * 1024;

  private static final Set<Integer> SUCCESS_CODES = Set.of(0, 202);

  private final SourceHook hook;
  private final Notes notes;
  private final Probe probe;
  private final References references;

  /** Why there can be no such hook here. */
  static final class Impossible extends Exception {
    private static final long serialVersionUID = 1L;

    Impossible(String message) {
      super(message);
    }
  }

  /**
   * A hook of {@code gateway.yaml}.
   *
   * @param command its lines under {@code commands:}
   * @param hook its lines under {@code hooks:}
   */
  record Converted(String name, List<String> command, List<String> hook) {}

  Conversion(SourceHook hook, Notes notes, Probe probe) {
    this.hook = hook;
    this.notes = notes;
    this.probe = probe;
    this.references = new References(hook.json());
  }

  Converted convert() throws Impossible {
    String name = name();
    Check check = Check.of(hook.rule());
    Optional<String> filter = filter(check);
    List<String> command = command(name);
    List<String> lines = new ArrayList<>();
    lines.add("  " + Texts.yaml(name) + ":");
    lines.add("    verifier: " + check.verifier());
    lines.addAll(secrets(name, check));
    filter.ifPresent(text -> lines.add("    filter: " + Texts.yaml(text)));
    lines.addAll(job(name));
    check.note().ifPresent(notes::differs);
    noteOthers();
    return new Converted(name, command, lines);
  }

  private String name() {
    String name = hook.id().replaceAll("[^A-Za-z0-9_-]", "-");
    if (name.isEmpty() || !Character.isLetterOrDigit(name.charAt(0))) {
      name = "hook" + name;
    }
    name = name.substring(0, Math.min(name.length(), 64));
    if (!name.equals(hook.id())) {
      notes.differs("it is called " + name + ", since a name has letters, digits, _ and - only");
    }
    return name;
  }

  private List<String> secrets(String name, Check check) {
    List<String> names = new ArrayList<>();
    for (String content : check.secrets()) {
      String secret = names.isEmpty() ? name + "-secret" : name + "-secret-2";
      names.add(secret);
      notes.toDo("put into the secret " + secret + ": " + content);
    }
    return names.size() == 1
        ? List.of("    secret: " + Texts.yaml(names.getFirst()))
        : List.of("    secrets: [" + String.join(", ", names) + "]");
  }

  private Optional<String> filter(Check check) throws Impossible {
    for (Rule rule : check.rest().stream().flatMap(Rule::all).toList()) {
      requireExpressible(rule, check);
    }
    Filter filter = new Filter(references);
    return switch (check.rest().size()) {
      case 0 -> Optional.empty();
      case 1 -> Optional.of(alone(filter, check));
      default -> Optional.of(unwrapped(filter.yes(new Rule.And(check.rest()))));
    };
  }

  /** What stood in a conjunction was true only where no value was missing. */
  private String alone(Filter filter, Check check) {
    Rule rule = check.rest().getFirst();
    boolean stoodAlone = hook.rule().filter(rule::equals).isPresent();
    return unwrapped(stoodAlone ? filter.isTrue(rule) : filter.yes(rule));
  }

  /** Without the parentheses around everything. */
  private static String unwrapped(String expression) {
    if (!expression.startsWith("(")) {
      return expression;
    }
    int depth = 0;
    char quote = 0;
    for (int i = 0; i < expression.length(); i++) {
      char c = expression.charAt(i);
      if (quote != 0) {
        i += c == '\\' ? 1 : 0;
        quote = c == quote ? 0 : quote;
      } else if (c == '"') {
        quote = c;
      } else if (c == '(') {
        depth++;
      } else if (c == ')' && --depth == 0) {
        return i == expression.length() - 1 ? expression.substring(1, i) : expression;
      }
    }
    return expression;
  }

  private void requireExpressible(Rule rule, Check check) throws Impossible {
    switch (rule) {
      case Rule.Hmac hmac ->
          throw new Impossible(
              "payload-hmac-"
                  + hmac.algorithm()
                  + " of "
                  + hmac.parameter().shown()
                  + " can only stand once, of a header, as a condition of the whole rule");
      case Rule.Unknown(String type) ->
          throw new Impossible("a match of type " + type + " has no counterpart");
      case Rule.And _, Rule.Or _, Rule.Not _, Rule.Nothing(), Rule.Value _ -> {}
      case Rule.Regex(Argument _, String regex) -> {
        if (!probe.isRegex(regex)) {
          throw new Impossible(regex + " is no regular expression here");
        }
      }
      case Rule.IpRange(String ranges) -> requireRanges(ranges);
    }
    for (Argument parameter : rule.parameters().toList()) {
      requireVisible(parameter, check);
    }
  }

  private void requireRanges(String ranges) throws Impossible {
    if (!probe.isAddressRange(ranges)) {
      throw new Impossible("ip-range " + ranges + " is no address range");
    }
    notes.differs("ip-whitelist looks at the address that connects: behind a proxy, the proxy's");
    if (ranges.matches("(.*\\s)?[0-9a-fA-F:]*:[0-9a-fA-F:.]*(\\s.*)?")) {
      notes.differs("ip-range " + ranges + ": an IPv6 address without a length is one address");
    }
  }

  private void requireVisible(Argument parameter, Check check) throws Impossible {
    if (references.text(parameter).isEmpty()) {
      throw new Impossible("a rule compares " + parameter.shown() + ", an unknown source");
    }
    boolean isUsed =
        check.used().filter(used -> isSame(used, parameter)).isPresent()
            && check.verifier().startsWith("{type: token");
    if (References.isHidden(parameter) || isUsed) {
      throw new Impossible(
          "a filter cannot look at the %s, since it holds a secret".formatted(parameter.shown()));
    }
    if (parameter.isPayload() && parameter.lowerCaseName().matches(".*(token|secret|passw).*")) {
      notes.differs(
          "the filter holds the value of "
              + parameter.shown()
              + ", which may be a secret; where the sender can sign, let it");
    }
  }

  private static boolean isSame(Argument a, Argument b) {
    return a.isHeader() == b.isHeader() && a.lowerCaseName().equals(b.lowerCaseName());
  }

  private List<String> command(String name) throws Impossible {
    List<String> lines = new ArrayList<>();
    lines.add("  " + Texts.yaml(name) + ":");
    lines.add("    executable: " + Texts.yaml(executable()));
    if (!hook.arguments().isEmpty()) {
      lines.add("    args:");
      for (int i = 0; i < hook.arguments().size(); i++) {
        lines.add("      - " + word(i, hook.arguments().get(i)));
      }
    }
    lines.addAll(variables());
    return lines;
  }

  private String executable() throws Impossible {
    Path path = Path.of(hook.command());
    if (hook.command().isEmpty()) {
      throw new Impossible("it has no execute-command");
    }
    if (hook.directory().isPresent()) {
      notes.without(
          "command-working-directory %s: each job runs in a fresh directory of its own"
              .formatted(hook.directory().get()));
      path = Path.of(hook.directory().get()).resolve(path).normalize();
    }
    if (!path.isAbsolute()) {
      throw new Impossible(
          "execute-command %s is not absolute, and nothing is looked up in a PATH here"
              .formatted(hook.command()));
    }
    return path.toString();
  }

  private String word(int index, Argument argument) {
    return argument.isConstant()
        ? Texts.yaml(argument.name())
        : "{slot: arg%d, pattern: '(?s).*', max_chars: %d}".formatted(index + 1, MAX_CHARS);
  }

  private List<String> variables() {
    Map<String, String> fixed = new LinkedHashMap<>();
    fixed.put("PATH", "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin");
    List<String> fromCaller = new ArrayList<>();
    for (Argument argument : hook.environment()) {
      if (argument.isConstant()) {
        fixed.put(variable(argument), argument.name());
      } else {
        fromCaller.add(variable(argument) + ": '(?s).*'");
      }
    }
    List<String> lines = new ArrayList<>();
    lines.add("    env:");
    fixed.forEach((name, value) -> lines.add("      " + name + ": " + Texts.yaml(value)));
    if (!fromCaller.isEmpty()) {
      lines.add("    caller_env: {" + String.join(", ", fromCaller) + "}");
    }
    return lines;
  }

  private String variable(Argument argument) {
    String wanted = argument.envName().orElse("HOOK_" + argument.name());
    String name = wanted.replaceAll("[^A-Za-z0-9_]", "_");
    if (!name.equals(wanted)) {
      notes.differs("the variable " + wanted + " is called " + name);
    }
    return name;
  }

  private List<String> job(String name) throws Impossible {
    List<String> lines = new ArrayList<>();
    lines.add("    jobs:");
    lines.add("      - command: " + Texts.yaml(name));
    List<Argument> values = hook.arguments().stream().filter(a -> !a.isConstant()).toList();
    if (!values.isEmpty()) {
      lines.add("        args:");
      for (Argument argument : values) {
        lines.add("          - " + Texts.yaml(template(argument)));
      }
      notes.differs("an argument that begins with - is refused, unless its slot says allow_dash");
    }
    List<Argument> variables = hook.environment().stream().filter(a -> !a.isConstant()).toList();
    if (!variables.isEmpty()) {
      lines.add("        env:");
      for (Argument argument : variables) {
        lines.add(
            "          "
                + argument
                    .envName()
                    .orElse("HOOK_" + argument.name())
                    .replaceAll("[^A-Za-z0-9_]", "_")
                + ": "
                + Texts.yaml(template(argument)));
      }
    }
    return lines;
  }

  private String template(Argument argument) throws Impossible {
    if (References.isHidden(argument)) {
      notes.differs(argument.shown() + " holds a secret and is passed as an empty text");
    }
    switch (argument.source()) {
      case "entire-headers" ->
          notes.differs(
              "entire-headers has names in lower case, and no header that holds a secret");
      case "request" -> {
        if (argument.lowerCaseName().equals("remote-addr")) {
          notes.differs("remote-addr is the address without the port");
        }
      }
      default -> {}
    }
    return "${"
        + references
            .text(argument)
            .orElseThrow(() -> new Impossible("an unknown source: " + argument.shown()))
        + "}";
  }

  private void noteOthers() throws Impossible {
    for (Argument file : hook.files()) {
      notes.without(
          "pass-file-to-command %s: no file is written; the command could read it from stdin"
              .formatted(file.shown()));
    }
    for (Map.Entry<String, String> other : hook.others().entrySet()) {
      noteOther(other.getKey(), other.getValue());
    }
  }

  private void noteOther(String member, String value) throws Impossible {
    switch (member) {
      case "http-methods" -> methods(value.toUpperCase(Locale.ROOT));
      case "success-http-response-code" -> {
        if (!SUCCESS_CODES.contains(number(value))) {
          notes.without("success-http-response-code %s: the answer is 202".formatted(value));
        }
      }
      case "trigger-rule-mismatch-http-response-code" ->
          notes.without(
              "%s %s: an authentic delivery that is not wanted is answered 200, since senders"
                      .formatted(member, value)
                  + " disable hooks that fail");
      case "include-command-output-in-response", "include-command-output-in-response-on-error" -> {
        if (value.equals("true")) {
          notes.without(member + ": the answer has the job's id; see its output with job.get");
        }
      }
      case "trigger-signature-soft-failures" -> {
        if (value.equals("true")) {
          notes.without(member + ": either of two secrets is enough anyway");
        }
      }
      case "incoming-payload-content-type" ->
          notes.without(
              "%s %s: the sender's own Content-Type counts; JSON, forms and plain text are read"
                  .formatted(member, value));
      case "response-message", "response-headers" ->
          notes.without(member + ": the answer is JSON with the ids of the jobs");
      default -> notes.without(member + ": unknown");
    }
  }

  private void methods(String methods) throws Impossible {
    if (methods.matches("\\[\\s*]")) {
      return;
    }
    if (!methods.matches(".*\\bPOST\\b.*")) {
      throw new Impossible(
          "http-methods " + methods + " has no POST, the only method of hooks here");
    }
    if (!methods.matches("\\[\\s*POST\\s*]")) {
      notes.without("http-methods " + methods + ": only POST is taken");
    }
  }

  private static int number(String value) {
    try {
      return Integer.parseInt(value);
    } catch (NumberFormatException e) {
      return -1;
    }
  }
}
