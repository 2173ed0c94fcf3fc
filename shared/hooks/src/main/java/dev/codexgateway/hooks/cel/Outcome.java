package dev.codexgateway.hooks.cel;

/**
 * What became of an evaluation.
 *
 * @param <T> what was wanted
 */
public sealed interface Outcome<T> {
  record Value<T>(T value) implements Outcome<T> {}

  /**
   * The expression met something that it cannot work with, for example a missing member.
   *
   * @param reason one line that names it
   */
  record Failed<T>(String reason) implements Outcome<T> {}
}
