package dev.codexgateway.force;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.util.List;
import java.util.Optional;

/** What a client asks for with {@code exec}. */
record Submission(
    String command,
    List<String> args,
    Optional<String> stdin,
    int timeoutSeconds,
    int waitSeconds,
    Optional<String> idempotencyKey) {
  private static final int TIMEOUT_SECONDS = 120;

  static Submission of(String command, Object... args) {
    List<String> words = List.of(args).stream().map(String::valueOf).toList();
    return new Submission(command, words, Optional.empty(), TIMEOUT_SECONDS, 0, Optional.empty());
  }

  Submission withStdin(String text) {
    return new Submission(
        command, args, Optional.of(text), timeoutSeconds, waitSeconds, idempotencyKey);
  }

  Submission withTimeout(int seconds) {
    return new Submission(command, args, stdin, seconds, waitSeconds, idempotencyKey);
  }

  Submission withWait(int seconds) {
    return new Submission(command, args, stdin, timeoutSeconds, seconds, idempotencyKey);
  }

  Submission withKey(String key) {
    return new Submission(command, args, stdin, timeoutSeconds, waitSeconds, Optional.of(key));
  }

  JsonObject params() {
    JsonObject params = new JsonObject();
    params.addProperty("command", command);
    JsonArray words = new JsonArray();
    args.forEach(words::add);
    params.add("args", words);
    stdin.ifPresent(text -> params.addProperty("stdin", text));
    params.addProperty("timeout_seconds", timeoutSeconds);
    if (waitSeconds > 0) {
      params.addProperty("wait_seconds", waitSeconds);
    }
    idempotencyKey.ifPresent(key -> params.addProperty("idempotency_key", key));
    return params;
  }

  /** Whether the command may be started more than once. */
  boolean isRetrySafe() {
    return command.equals("again") || command.equals("second-time");
  }

  /** All it prints to standard output where it succeeds; empty where that is not certain. */
  Optional<String> expectedOutput() {
    return switch (command) {
      case "true" -> Optional.of("");
      case "echo" -> Optional.of(String.join(" ", args) + "\n");
      case "cat" -> stdin;
      case "chatty" -> Optional.of(lines(Integer.parseInt(args.getFirst())));
      case "sleeper", "again" ->
          Optional.of("sleeps " + args.getFirst() + "\nslept " + args.getFirst() + "\n");
      case "family" -> Optional.of("has children\n");
      case "stubborn" -> Optional.of("ignores SIGTERM\n");
      default -> Optional.empty();
    };
  }

  private static String lines(int count) {
    StringBuilder text = new StringBuilder();
    for (int i = 1; i <= count; i++) {
      text.append("line ").append(i).append(" of ").append(count).append('\n');
    }
    return text.toString();
  }
}
