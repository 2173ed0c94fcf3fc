package dev.codexgateway.cli;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A job as the gateway describes it; everything but the id and the state may be absent. */
record Job(JsonObject json) {
  private static final Set<String> FINISHED =
      Set.of("succeeded", "failed", "timed_out", "cancelled", "lost");

  String id() {
    return text("job_id");
  }

  String state() {
    return text("state");
  }

  boolean isFinished() {
    return FINISHED.contains(state());
  }

  /** A member as printable text; empty text when it is absent. */
  String text(String member) {
    return Json.string(json, member).map(Printable::text).orElse("");
  }

  /** The command with its arguments, to be read by people. */
  String commandLine() {
    Stream<String> args =
        Json.list(json, "args").stream()
            .filter(JsonElement::isJsonPrimitive)
            .map(JsonElement::getAsString);
    return Stream.concat(Stream.of(text("command")), args.map(Job::quoted))
        .collect(Collectors.joining(" "));
  }

  private static String quoted(String arg) {
    boolean plain = !arg.isEmpty() && arg.chars().noneMatch(c -> c <= ' ' || c == '\'');
    return plain ? Printable.text(arg) : "'" + Printable.text(arg.replace("'", "'\\''")) + "'";
  }

  /** {@code k=v} of each label. */
  List<String> labels() {
    return Json.object(json, "labels").stream()
        .flatMap(labels -> labels.entrySet().stream())
        .filter(label -> label.getValue().isJsonPrimitive())
        .map(label -> Printable.text(label.getKey() + "=" + label.getValue().getAsString()))
        .toList();
  }

  /** What the shell is told when this job was waited for; see {@link ExitCode}. */
  int exitCode() {
    return switch (state()) {
      case "succeeded" -> ExitCode.OK;
      case "failed" -> failure();
      case "timed_out" -> ExitCode.TIMED_OUT;
      case "cancelled" -> ExitCode.INTERRUPTED;
      case "lost" -> ExitCode.LOST;
      default -> ExitCode.TRY_LATER;
    };
  }

  private int failure() {
    OptionalInt signal = SignalNumber.of(text("signal"));
    if (signal.isPresent()) {
      return ExitCode.SIGNAL_BASE + signal.getAsInt();
    }
    int code = (int) (Json.integer(json, "exit_code").orElse(ExitCode.FAILED) & 0xff);
    return code == 0 ? ExitCode.FAILED : code;
  }

  /**
   * Why it did not end by itself, e.g. {@code timed out}; empty where the exit code says it all.
   */
  Optional<String> unusualEnd() {
    Optional<String> end =
        switch (state()) {
          case "timed_out" -> Optional.of("timed out");
          case "cancelled" -> Optional.of("was cancelled");
          case "lost" -> Optional.of("was lost");
          case "failed" -> failureInWords();
          default -> Optional.empty();
        };
    String reason = text("reason");
    boolean news = !reason.isEmpty() && !reason.equals(state());
    return end.map(what -> "job " + id() + " " + what + (news ? ": " + reason : ""));
  }

  private Optional<String> failureInWords() {
    String signal = text("signal");
    if (!signal.isEmpty()) {
      return Optional.of("was ended by signal " + signal);
    }
    return Json.member(json, "exit_code").isPresent() ? Optional.empty() : Optional.of("failed");
  }
}
