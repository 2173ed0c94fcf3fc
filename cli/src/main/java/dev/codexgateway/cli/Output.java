package dev.codexgateway.cli;

import com.google.gson.JsonElement;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;

/**
 * Standard output, always UTF-8. Unlike {@link java.io.PrintStream} it notices that the reader has
 * gone ({@code gateway logs JOB | head -1}) and ends the command with {@link ClosedException}.
 *
 * <p>Each call is written and flushed as a whole, so lines of several threads do not mix.
 */
final class Output {
  private final OutputStream stream;

  Output(OutputStream stream) {
    this.stream = stream;
  }

  synchronized void text(String text) {
    try {
      stream.write(text.getBytes(StandardCharsets.UTF_8));
      stream.flush();
    } catch (IOException e) {
      throw new ClosedException(e);
    }
  }

  void line(String line) {
    text(line + "\n");
  }

  void json(JsonElement element) {
    line(Json.text(element));
  }

  /** For libraries that print; these do not notice that the reader has gone. */
  PrintStream printStream() {
    return new PrintStream(stream, true, StandardCharsets.UTF_8);
  }

  PrintWriter writer() {
    return new PrintWriter(printStream(), true, StandardCharsets.UTF_8);
  }

  /** Standard output does not take any more. */
  static final class ClosedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final IOException reason;

    ClosedException(IOException reason) {
      super(reason);
      this.reason = reason;
    }

    /**
     * Whether the reader left, as {@code head} does; otherwise output was lost against its will.
     */
    boolean isReaderGone() {
      String message = String.valueOf(reason.getMessage());
      return message.contains("Broken pipe") || message.contains("Connection reset");
    }

    IOException reason() {
      return reason;
    }
  }
}
