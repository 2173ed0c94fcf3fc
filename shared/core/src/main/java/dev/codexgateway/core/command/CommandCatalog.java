package dev.codexgateway.core.command;

import dev.codexgateway.core.rpc.RpcError.BadMember;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;

/**
 * The commands that may run, and the check of a caller's values against them. Intake checks before
 * it writes a job, the worker again before it starts one, since the configuration may differ by
 * then.
 */
public final class CommandCatalog {
  private final SequencedMap<String, CommandDefinition> commands = new LinkedHashMap<>();

  public CommandCatalog(Collection<CommandDefinition> definitions) {
    definitions.forEach(definition -> commands.put(definition.name(), definition));
  }

  public Optional<CommandDefinition> find(String name) {
    return Optional.ofNullable(commands.get(name));
  }

  /** In the order of the configuration. */
  public List<CommandDefinition> all() {
    return List.copyOf(commands.values());
  }

  /** What the policy says of a request. */
  public sealed interface Decision {
    /**
     * @param argv without the executable
     * @param env of the process, all of it
     */
    record Allowed(CommandDefinition command, List<String> argv, Map<String, String> env)
        implements Decision {}

    record Refused(List<BadMember> members) implements Decision {}
  }

  public Decision decide(String name, List<String> args, Map<String, String> env) {
    CommandDefinition command = commands.get(name);
    if (command == null) {
      return new Decision.Refused(List.of(new BadMember("command", "is not a known command")));
    }
    List<BadMember> bad = new ArrayList<>();
    List<String> argv = argv(command, args, bad);
    Map<String, String> environment = environment(command, env, bad);
    return bad.isEmpty()
        ? new Decision.Allowed(command, argv, environment)
        : new Decision.Refused(bad);
  }

  private static List<String> argv(
      CommandDefinition command, List<String> args, List<BadMember> bad) {
    List<String> argv = new ArrayList<>();
    int next = 0;
    for (Word word : command.words()) {
      switch (word) {
        case Word.Fixed(String text) -> argv.add(text);
        case Word.Slot slot -> next = slot(slot, args, next, argv, bad);
        case Word.Rest rest -> next = rest(rest, args, next, argv, bad);
      }
    }
    for (int i = next; i < args.size(); i++) {
      bad.add(new BadMember("args[" + i + "]", "the command takes no such argument"));
    }
    return argv;
  }

  private static int slot(
      Word.Slot slot, List<String> args, int next, List<String> argv, List<BadMember> bad) {
    String member = "args[" + next + "]";
    if (next >= args.size()) {
      slot.defaultValue()
          .ifPresentOrElse(
              argv::add, () -> bad.add(new BadMember(member, "is required (" + slot.name() + ")")));
      return next;
    }
    String value = args.get(next);
    flaw(slot.type(), slot.allowDash(), value)
        .ifPresent(reason -> bad.add(new BadMember(member, reason + " (" + slot.name() + ")")));
    argv.add(value);
    return next + 1;
  }

  private static int rest(
      Word.Rest rest, List<String> args, int next, List<String> argv, List<BadMember> bad) {
    if (args.size() - next > rest.maxItems()) {
      bad.add(new BadMember("args", "has more than " + rest.maxItems() + " values"));
    }
    for (int i = next; i < args.size(); i++) {
      String member = "args[" + i + "]";
      flaw(rest.type(), rest.allowDash(), args.get(i))
          .ifPresent(reason -> bad.add(new BadMember(member, reason)));
      argv.add(args.get(i));
    }
    return args.size();
  }

  private static Optional<String> flaw(SlotType type, boolean allowDash, String value) {
    if (value.indexOf('\0') >= 0) {
      return Optional.of("must not contain U+0000");
    }
    if (value.startsWith("-") && !allowDash && !(type instanceof SlotType.IntegerRange)) {
      return Optional.of("must not begin with -");
    }
    return type.flaw(value);
  }

  private static Map<String, String> environment(
      CommandDefinition command, Map<String, String> env, List<BadMember> bad) {
    Map<String, String> all = new LinkedHashMap<>(command.env());
    env.forEach(
        (name, value) -> {
          envFlaw(command, name, value)
              .ifPresent(reason -> bad.add(new BadMember("env." + name, reason)));
          all.put(name, value);
        });
    return all;
  }

  private static Optional<String> envFlaw(CommandDefinition command, String name, String value) {
    var pattern = command.callerEnv().get(name);
    if (pattern == null) {
      return Optional.of("the command does not take this variable");
    }
    if (value.indexOf('\0') >= 0) {
      return Optional.of("must not contain U+0000");
    }
    return WholeMatch.flaw(pattern, value);
  }
}
