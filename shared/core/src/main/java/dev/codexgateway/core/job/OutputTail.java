package dev.codexgateway.core.job;

/**
 * The last part of what the present (or last) attempt printed.
 *
 * @param stdout at most {@link #LIMIT_BYTES} of it as UTF-8, cut between characters
 * @param stdoutCut there is more before it
 */
public record OutputTail(String stdout, boolean stdoutCut, String stderr, boolean stderrCut) {
  public static final int LIMIT_BYTES = 64 * 1024;
  public static final OutputTail EMPTY = new OutputTail("", false, "", false);
}
