package dev.codexgateway.cli.importer;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A hook as the file has it.
 *
 * @param json parameters that hold JSON in a text
 * @param files values that the command gets as files
 * @param others all other members by name, as text
 */
record SourceHook(
    String id,
    String command,
    Optional<String> directory,
    List<Argument> arguments,
    List<Argument> environment,
    List<Argument> files,
    List<Argument> json,
    Optional<Rule> rule,
    Map<String, String> others) {}
