package dev.codexgateway.hooks;

import dev.codexgateway.core.command.CommandCatalog;
import dev.codexgateway.core.command.CommandCatalog.Decision;
import dev.codexgateway.core.command.CommandDefinition;
import dev.codexgateway.core.hook.ConfigText;
import dev.codexgateway.core.hook.HookDefinition;
import dev.codexgateway.core.hook.JobRule;
import dev.codexgateway.hooks.cel.CelIssues;
import dev.codexgateway.hooks.cel.Expression;
import dev.codexgateway.hooks.cel.Expressions;
import dev.codexgateway.hooks.cel.Template;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Compiles one webhook and checks what can be checked without a delivery. */
final class HookCompiler {
  private static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(300);

  private final HookDefinition definition;
  private final CommandCatalog commands;
  private final Expressions expressions;
  private final CelIssues issues;

  HookCompiler(
      HookDefinition definition,
      CommandCatalog commands,
      Expressions expressions,
      CelIssues issues) {
    this.definition = definition;
    this.commands = commands;
    this.expressions = expressions;
    this.issues = issues;
  }

  /** Empty, or with less in it, where problems were noted. */
  Optional<Hook> compile() {
    Optional<Expression> filter = definition.filter().flatMap(expressions::filter);
    Optional<Expression> identity = definition.identity().flatMap(expressions::text);
    List<CompiledRule> rules = new ArrayList<>();
    for (JobRule rule : definition.jobs()) {
      rule(definition.jobs().indexOf(rule), rule).ifPresent(rules::add);
    }
    return rules.isEmpty()
        ? Optional.empty()
        : Optional.of(new Hook(definition, filter, identity, rules));
  }

  private Optional<CompiledRule> rule(int index, JobRule rule) {
    Optional<Expression> filter = rule.filter().flatMap(expressions::filter);
    Optional<CompiledArgs> args = args(rule.args());
    Optional<Template> stdin = rule.stdin().flatMap(expressions::template);
    Map<String, Template> env = templates(rule.env());
    Map<String, Template> labels = templates(rule.labels());
    Optional<Template> idempotency = rule.idempotency().flatMap(expressions::template);
    Optional<CommandDefinition> command = command(rule);
    if (command.isEmpty() || args.isEmpty()) {
      return Optional.empty();
    }
    checkArgs(rule, command.get(), args.get());
    checkEnv(rule, command.get());
    return Optional.of(
        new CompiledRule(
            index,
            filter,
            command.get(),
            args.get(),
            stdin,
            env,
            labels,
            timeout(rule, command.get()),
            idempotency,
            commands));
  }

  private Optional<CommandDefinition> command(JobRule rule) {
    Optional<CommandDefinition> command = commands.find(rule.command().text());
    if (command.isEmpty()) {
      issues.add(rule.command(), "is not a known command");
    }
    return command;
  }

  private Optional<CompiledArgs> args(JobRule.Args args) {
    return switch (args) {
      case JobRule.Args.Whole(ConfigText text) ->
          expressions.list(text).map(CompiledArgs.Whole::new);
      case JobRule.Args.Each(List<ConfigText> texts) -> each(texts);
    };
  }

  private Optional<CompiledArgs> each(List<ConfigText> texts) {
    List<Template> templates =
        texts.stream().flatMap(text -> expressions.template(text).stream()).toList();
    return templates.size() == texts.size()
        ? Optional.of(new CompiledArgs.Each(templates))
        : Optional.empty();
  }

  private Map<String, Template> templates(Map<String, ConfigText> texts) {
    Map<String, Template> templates = new LinkedHashMap<>();
    texts.forEach(
        (name, text) ->
            expressions.template(text).ifPresent(template -> templates.put(name, template)));
    return templates;
  }

  private void checkArgs(JobRule rule, CommandDefinition command, CompiledArgs args) {
    if (args instanceof CompiledArgs.Each(List<Template> templates)) {
      if (templates.size() < command.leastArgs() || templates.size() > command.mostArgs()) {
        issues.add(
            rule.command(),
            "takes %d to %d args, and %d are given: %s"
                .formatted(
                    command.leastArgs(), command.mostArgs(), templates.size(), command.usage()));
      } else {
        checkConstants(rule, command, templates);
      }
    }
  }

  /** What is the same for every delivery either fits or never does. */
  private void checkConstants(JobRule rule, CommandDefinition command, List<Template> templates) {
    List<String> texts = templates.stream().flatMap(t -> t.constant().stream()).toList();
    if (texts.size() == templates.size()
        && commands.decide(command.name(), texts, Map.of()) instanceof Decision.Refused(var bad)) {
      bad.forEach(member -> issues.add(rule.command(), member.name() + " " + member.reason()));
    }
  }

  private void checkEnv(JobRule rule, CommandDefinition command) {
    rule.env()
        .forEach(
            (name, text) -> {
              if (!command.callerEnv().containsKey(name)) {
                issues.add(text, "the command does not take this variable from callers");
              }
            });
  }

  private Duration timeout(JobRule rule, CommandDefinition command) {
    Duration most = command.maxTimeout();
    if (rule.timeout().filter(timeout -> timeout.compareTo(most) > 0).isPresent()) {
      issues.add(rule.command(), "timeout_seconds is over the command's " + most.toSeconds());
    }
    return rule.timeout().orElse(DEFAULT_TIMEOUT.compareTo(most) < 0 ? DEFAULT_TIMEOUT : most);
  }
}
