package dev.codexgateway.cli;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Queue;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;

/**
 * The other side of the wire contract, scripted, on a real socket: answers calls at {@code
 * /jsonrpc} and plays one {@link Script} per WebSocket, in order. Knows one key.
 */
final class FakeGateway implements AutoCloseable {
  static final String KEY = "gwk_000000000000_test";

  private final ServerSocket listener;
  private final Map<String, Function<JsonObject, String>> methods = new ConcurrentHashMap<>();
  private final Queue<Script> scripts = new ConcurrentLinkedQueue<>();
  private final List<Call> calls = new CopyOnWriteArrayList<>();
  private final List<Socket> open = new CopyOnWriteArrayList<>();
  private final List<Throwable> failures = new CopyOnWriteArrayList<>();

  private volatile String key = KEY;

  record Call(String method, JsonObject params) {}

  /** What happens on one WebSocket; the connection is cut when it returns. */
  interface Script {
    void play(FakeSocket socket) throws IOException;
  }

  private record Request(String line, Map<String, String> headers, String body) {
    String header(String name) {
      return headers.getOrDefault(name, "");
    }
  }

  FakeGateway() {
    try {
      listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Thread.ofVirtual().start(this::accept);
  }

  String url() {
    return "http://localhost:" + listener.getLocalPort();
  }

  /** Answers a method with a result, which may depend on the params. */
  void onCall(String method, Function<JsonObject, String> result) {
    methods.put(method, params -> "\"result\":" + result.apply(params));
  }

  void onCall(String method, String result) {
    onCall(method, _ -> result);
  }

  /** Answers a method with an error object. */
  void refuse(String method, String error) {
    methods.put(method, _ -> "\"error\":" + error);
  }

  /** From now on another key is the right one. */
  void restartWithKey(String newKey) {
    key = newKey;
  }

  void onSocket(Script script) {
    scripts.add(script);
  }

  List<Call> calls() {
    return calls;
  }

  /** The params of the only call of a method. */
  JsonObject paramsOf(String method) {
    List<Call> found = calls.stream().filter(call -> call.method().equals(method)).toList();
    if (found.size() != 1) {
      throw new AssertionError(found.size() + " calls of " + method);
    }
    return found.getFirst().params();
  }

  private void accept() {
    while (!listener.isClosed()) {
      try {
        Socket socket = listener.accept();
        open.add(socket);
        Thread.ofVirtual().start(() -> serve(socket));
      } catch (IOException e) {
        return;
      }
    }
  }

  private void serve(Socket socket) {
    try (socket) {
      InputStream in = new BufferedInputStream(socket.getInputStream());
      while (true) {
        Request request = read(in);
        if (request.header("upgrade").isEmpty()) {
          respond(socket.getOutputStream(), request);
        } else {
          upgrade(socket, in, request);
          return;
        }
      }
    } catch (IOException e) {
      // The client went away, as clients do.
    } catch (RuntimeException | AssertionError e) {
      failures.add(e);
    }
  }

  private static Request read(InputStream in) throws IOException {
    String line = readLine(in);
    Map<String, String> headers = new TreeMap<>();
    for (String header = readLine(in); !header.isEmpty(); header = readLine(in)) {
      int colon = header.indexOf(':');
      headers.put(
          header.substring(0, colon).toLowerCase(Locale.ROOT), header.substring(colon + 1).strip());
    }
    int length = Integer.parseInt(headers.getOrDefault("content-length", "0"));
    return new Request(line, headers, new String(in.readNBytes(length), StandardCharsets.UTF_8));
  }

  private static String readLine(InputStream in) throws IOException {
    StringBuilder line = new StringBuilder();
    for (int c = in.read(); c != '\n'; c = in.read()) {
      if (c < 0) {
        throw new EOFException();
      }
      if (c != '\r') {
        line.append((char) c);
      }
    }
    return line.toString();
  }

  private void respond(OutputStream out, Request request) throws IOException {
    if (!request.header("x-api-key").equals(key)) {
      write(out, "401 Unauthorized", error(-32001, "Missing or invalid API key"));
      return;
    }
    if (!request.line().startsWith("POST /jsonrpc ")) {
      write(out, "404 Not Found", "<html>nothing here</html>");
      return;
    }
    JsonObject call = JsonParser.parseString(request.body()).getAsJsonObject();
    String method = call.get("method").getAsString();
    JsonObject params = call.getAsJsonObject("params");
    calls.add(new Call(method, params));
    Function<JsonObject, String> answer = methods.get(method);
    if (answer == null) {
      write(out, "200 OK", error(-32601, "Method not found"));
    } else {
      write(out, "200 OK", "{\"jsonrpc\":\"2.0\",%s,\"id\":1}".formatted(answer.apply(params)));
    }
  }

  private static String error(int code, String message) {
    return "{\"jsonrpc\":\"2.0\",\"error\":{\"code\":%d,\"message\":\"%s\"},\"id\":null}"
        .formatted(code, message);
  }

  private static void write(OutputStream out, String status, String body) throws IOException {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    String head =
        "HTTP/1.1 %s\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n"
            .formatted(status, bytes.length);
    out.write(head.getBytes(StandardCharsets.US_ASCII));
    out.write(bytes);
    out.flush();
  }

  private void upgrade(Socket socket, InputStream in, Request request) throws IOException {
    if (!request.header("x-api-key").equals(key)) {
      write(socket.getOutputStream(), "401 Unauthorized", error(-32001, "Missing or invalid"));
      return;
    }
    Script script = scripts.poll();
    if (script == null) {
      write(socket.getOutputStream(), "404 Not Found", "{}");
      return;
    }
    String head =
        """
        HTTP/1.1 101 Switching Protocols\r
        Upgrade: websocket\r
        Connection: Upgrade\r
        Sec-WebSocket-Protocol: %s\r
        Sec-WebSocket-Accept: %s\r
        \r
        """
            .formatted(
                request.header("sec-websocket-protocol"),
                acceptOf(request.header("sec-websocket-key")));
    socket.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
    script.play(new FakeSocket(socket, in));
  }

  private static String acceptOf(String key) {
    try {
      byte[] text =
          (key + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11").getBytes(StandardCharsets.US_ASCII);
      return Base64.getEncoder().encodeToString(MessageDigest.getInstance("SHA-1").digest(text));
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError(e);
    }
  }

  @Override
  public void close() throws IOException {
    listener.close();
    for (Socket socket : open) {
      socket.close();
    }
    if (!failures.isEmpty()) {
      throw new AssertionError("the fake gateway failed", failures.getFirst());
    }
  }
}
