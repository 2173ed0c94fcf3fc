package dev.codexgateway.cli;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** The server's end of one WebSocket (RFC 6455), as a script drives it. */
final class FakeSocket {
  static final String JOB = "01JOB";

  private final Socket socket;
  private final InputStream in;

  FakeSocket(Socket socket, InputStream in) {
    this.socket = socket;
    this.in = in;
  }

  /** Reads the subscribe and accepts it; returns what it asked for. */
  JsonObject subscribed() throws IOException {
    JsonObject request = read();
    if (!request.get("method").getAsString().equals("subscribe")) {
      throw new AssertionError("not a subscribe: " + request);
    }
    send(
        "{\"jsonrpc\":\"2.0\",\"result\":{\"job_id\":\"%s\",\"state\":\"running\"},\"id\":1}"
            .formatted(JOB));
    return request.getAsJsonObject("params");
  }

  long subscribedFrom() throws IOException {
    return subscribed().get("from").getAsLong();
  }

  /** One message of the client. */
  JsonObject read() throws IOException {
    int opcode = readByte();
    int length = readByte() & 0x7f;
    if (length == 126) {
      length = readByte() << 8 | readByte();
    }
    byte[] mask = in.readNBytes(4);
    byte[] payload = in.readNBytes(length);
    for (int i = 0; i < payload.length; i++) {
      payload[i] ^= mask[i & 3];
    }
    if (opcode != 0x81) {
      throw new EOFException("the client sent a frame of type " + Integer.toHexString(opcode));
    }
    return JsonParser.parseString(new String(payload, StandardCharsets.UTF_8)).getAsJsonObject();
  }

  private int readByte() throws IOException {
    int value = in.read();
    if (value < 0) {
      throw new EOFException();
    }
    return value;
  }

  void stdout(long seq, String text) throws IOException {
    event(seq, "stdout", "\"" + text.replace("\n", "\\n") + "\"");
  }

  void stderr(long seq, String text) throws IOException {
    event(seq, "stderr", "\"" + text.replace("\n", "\\n") + "\"");
  }

  void result(long seq) throws IOException {
    event(seq, "result", "{\"state\":\"succeeded\",\"attempt\":1,\"exit_code\":0}");
  }

  void event(long seq, String type, String data) throws IOException {
    notification(
        "event",
        "\"seq\":%d,\"at\":\"2026-01-01T00:00:00Z\",\"type\":\"%s\",\"data\":%s"
            .formatted(seq, type, data));
  }

  void notification(String method, String members) throws IOException {
    String separator = members.isEmpty() ? "" : ",";
    send(
        "{\"jsonrpc\":\"2.0\",\"method\":\"%s\",\"params\":{\"job_id\":\"%s\"%s%s}}"
            .formatted(method, JOB, separator, members));
  }

  void send(String text) throws IOException {
    frame(0x81, text.getBytes(StandardCharsets.UTF_8));
  }

  /** The same in two frames. */
  void sendInPieces(String text) throws IOException {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    int half = bytes.length / 2;
    frame(0x01, Arrays.copyOfRange(bytes, 0, half));
    frame(0x80, Arrays.copyOfRange(bytes, half, bytes.length));
  }

  void ping() throws IOException {
    frame(0x89, new byte[0]);
  }

  void close(int code, String reason) throws IOException {
    byte[] text = reason.getBytes(StandardCharsets.UTF_8);
    frame(0x88, ByteBuffer.allocate(2 + text.length).putShort((short) code).put(text).array());
  }

  /** Ends the connection without a close frame, as a killed process does. */
  void drop() throws IOException {
    socket.close();
  }

  /** Resets the connection: what the client has not read yet is lost, too. */
  void cut() throws IOException {
    socket.setSoLinger(true, 0);
    socket.close();
  }

  /** Blocks until the client has gone. */
  void awaitEnd() throws IOException {
    while (in.read() >= 0) {
      // Whatever it still says.
    }
  }

  private void frame(int head, byte[] payload) throws IOException {
    ByteArrayOutputStream frame = new ByteArrayOutputStream();
    frame.write(head);
    if (payload.length < 126) {
      frame.write(payload.length);
    } else {
      frame.write(126);
      frame.write(payload.length >> 8);
      frame.write(payload.length);
    }
    frame.writeBytes(payload);
    socket.getOutputStream().write(frame.toByteArray());
    socket.getOutputStream().flush();
  }
}
