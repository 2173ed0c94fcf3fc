package dev.codexgateway.functions.worker.process;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** Keeps what a program wrote. */
class CollectedOutput implements OutputSink {
  private final ByteArrayOutputStream stdout = new ByteArrayOutputStream();
  private final ByteArrayOutputStream stderr = new ByteArrayOutputStream();

  @Override
  public void stdout(ByteBuffer chunk) {
    stdout.writeBytes(bytes(chunk));
  }

  @Override
  public void stderr(ByteBuffer chunk) {
    stderr.writeBytes(bytes(chunk));
  }

  private static byte[] bytes(ByteBuffer chunk) {
    byte[] bytes = new byte[chunk.remaining()];
    chunk.get(bytes);
    return bytes;
  }

  byte[] stdoutBytes() {
    return stdout.toByteArray();
  }

  String stdout() {
    return stdout.toString(StandardCharsets.UTF_8);
  }

  String stderr() {
    return stderr.toString(StandardCharsets.UTF_8);
  }
}
