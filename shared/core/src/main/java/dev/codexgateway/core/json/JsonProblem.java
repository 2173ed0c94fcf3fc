package dev.codexgateway.core.json;

/**
 * Why a text is not acceptable JSON. The message is one line with the reason and the place (line,
 * column), fit to be shown to the sender; it quotes nothing of the input but member names.
 */
public final class JsonProblem extends Exception {
  private static final long serialVersionUID = 1L;

  JsonProblem(String message) {
    super(message, null, false, false);
  }
}
