package dev.codexgateway.core.key;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * One right: {@code jobs:submit:<command>}, {@code jobs:read}, {@code jobs:cancel}, {@code
 * hooks:manage}, {@code keys:admin}, {@code ws:subscribe}, or {@code *} for all of them. {@code
 * jobs:submit:*} is the right to submit any command.
 */
public record Scope(String value) {
  // Before the scopes below, whose construction needs it.
  private static final Pattern FORM =
      Pattern.compile(
          "\\*|jobs:read|jobs:cancel|hooks:manage|keys:admin|ws:subscribe"
              + "|jobs:submit:(\\*|[A-Za-z0-9][A-Za-z0-9_.-]{0,63})");

  public static final Scope ALL = new Scope("*");
  public static final Scope JOBS_READ = new Scope("jobs:read");
  public static final Scope JOBS_CANCEL = new Scope("jobs:cancel");
  public static final Scope HOOKS_MANAGE = new Scope("hooks:manage");
  public static final Scope KEYS_ADMIN = new Scope("keys:admin");
  public static final Scope WS_SUBSCRIBE = new Scope("ws:subscribe");

  public Scope {
    if (!FORM.matcher(value).matches()) {
      throw new IllegalArgumentException("not a scope");
    }
  }

  public static Scope submit(String command) {
    return new Scope("jobs:submit:" + command);
  }

  public static Optional<Scope> parse(String text) {
    return FORM.matcher(text).matches() ? Optional.of(new Scope(text)) : Optional.empty();
  }

  boolean covers(Scope wanted) {
    return equals(ALL)
        || equals(wanted)
        || (value.equals("jobs:submit:*") && wanted.value.startsWith("jobs:submit:"));
  }

  @Override
  public String toString() {
    return value;
  }
}
