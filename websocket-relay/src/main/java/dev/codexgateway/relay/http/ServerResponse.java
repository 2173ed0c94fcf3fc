package dev.codexgateway.relay.http;

import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** An answer to be filled in; 200 without a body until something else is said. */
public final class ServerResponse {
  /** Those that the server decides on. */
  private static final Set<String> SERVERS_OWN = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);

  static {
    SERVERS_OWN.addAll(
        List.of("Content-Length", "Transfer-Encoding", "Connection", "Keep-Alive", "Date"));
  }

  /** No body. */
  static final byte[] NOTHING = new byte[0];

  private final List<String> headers = new ArrayList<>();
  private int status = 200;
  private Body body = Bytes.NONE;

  /** What follows the headers. */
  sealed interface Body {
    long length();
  }

  @SuppressWarnings("ArrayRecordComponent") // handed over once, compared never
  record Bytes(byte[] bytes) implements Body {
    static final Bytes NONE = new Bytes(NOTHING);

    @Override
    public long length() {
      return bytes.length;
    }
  }

  record Stream(InputStream in, long length) implements Body {}

  /** A small JSON answer. */
  public static ServerResponse json(int status, byte[] body) {
    return new ServerResponse()
        .status(status)
        .header("Content-Type", "application/json")
        .body(body);
  }

  /**
   * @param value 200 to 599
   */
  public ServerResponse status(int value) {
    if (value < 200 || value > 599) {
      throw new IllegalArgumentException("status " + value);
    }
    status = value;
    return this;
  }

  /**
   * Adds a header. {@code Content-Length}, {@code Transfer-Encoding}, {@code Connection}, {@code
   * Keep-Alive} and {@code Date} are the server's own and ignored here.
   *
   * @throws IllegalArgumentException for what cannot stand in a header, a line break above all
   */
  public ServerResponse header(String name, String value) {
    checkName(name);
    checkValue(name, value);
    if (!SERVERS_OWN.contains(name)) {
      headers.add(name);
      headers.add(value);
    }
    return this;
  }

  /** The array is sent as it is when the answer goes out; the caller gives it away. */
  public ServerResponse body(byte[] bytes) {
    body = new Bytes(bytes);
    return this;
  }

  /**
   * A body that is read while it is sent, at the speed of the client.
   *
   * @param in closed by the server in every case
   * @param lengthBytes exactly; where the stream ends earlier, the connection is cut, so that the
   *     client does not take a part for the whole
   */
  public ServerResponse body(InputStream in, long lengthBytes) {
    body = new Stream(in, lengthBytes);
    return this;
  }

  public int status() {
    return status;
  }

  /** Names and values in turn. */
  List<String> headers() {
    return headers;
  }

  Body body() {
    return body;
  }

  Optional<Stream> stream() {
    return body instanceof Stream stream ? Optional.of(stream) : Optional.empty();
  }

  private static void checkName(String name) {
    boolean token = !name.isEmpty();
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      token &= c > ' ' && c < 0x7f && "\"(),/:;<=>?@[\\]{}".indexOf(c) < 0;
    }
    if (!token) {
      throw new IllegalArgumentException("not a header name");
    }
  }

  private static void checkValue(String name, String value) {
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      if ((c < ' ' && c != '\t') || c > 0xff || c == 0x7f) {
        throw new IllegalArgumentException("not a value for the header " + name);
      }
    }
  }
}
