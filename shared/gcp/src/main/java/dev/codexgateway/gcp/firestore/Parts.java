package dev.codexgateway.gcp.firestore;

import com.google.cloud.firestore.Blob;
import com.google.cloud.firestore.DocumentReference;
import com.google.cloud.firestore.DocumentSnapshot;
import com.google.cloud.firestore.Firestore;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.zip.Deflater;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;

/**
 * Texts that are too large for a document of 1 MiB, compressed and spread over documents beneath it
 * that are written in the same step: {@code jobs/{id}/parts/spec-0}, {@code spec-1}, …
 */
final class Parts {
  static final String COLLECTION = "parts";
  private static final int PART_BYTES = 900 * 1024;
  private static final int PARTS_AT_ONCE = 4;
  private static final String DATA = "data";

  private Parts() {}

  /** The parts' documents in order. */
  static List<DocumentReference> documents(DocumentReference owner, String name, long count) {
    List<DocumentReference> documents = new ArrayList<>();
    for (long i = 0; i < count; i++) {
      documents.add(owner.collection(COLLECTION).document(name + "-" + i));
    }
    return documents;
  }

  /** Adds parts to a batch. */
  static void create(
      Batch batch, DocumentReference owner, String name, List<byte[]> parts, Instant expireAt) {

    List<DocumentReference> documents = documents(owner, name, parts.size());
    for (int i = 0; i < parts.size(); i++) {
      batch.create(documents.get(i), fields(parts.get(i), expireAt));
    }
  }

  /**
   * Writes parts before the document that names them, for content that is too large to go with it
   * in one step. Parts that are never named are deleted when they expire. May be repeated.
   */
  static void stage(
      PortCall call,
      Firestore client,
      DocumentReference owner,
      String name,
      List<byte[]> parts,
      Instant expireAt) {

    List<DocumentReference> documents = documents(owner, name, parts.size());
    for (int begin = 0; begin < parts.size(); begin += PARTS_AT_ONCE) {
      Batch batch = new Batch(client);
      for (int i = begin; i < Math.min(parts.size(), begin + PARTS_AT_ONCE); i++) {
        batch.set(documents.get(i), fields(parts.get(i), expireAt));
      }
      if (call.commit(batch) instanceof PortCall.Commit.Refused) {
        throw call.unavailable("a part could not be written");
      }
    }
  }

  /** The content, compressed, in pieces that fit a document. */
  static List<byte[]> split(byte[] content) {
    byte[] compressed = compressed(content);
    List<byte[]> parts = new ArrayList<>();
    for (int begin = 0; begin < compressed.length; begin += PART_BYTES) {
      int end = Math.min(compressed.length, begin + PART_BYTES);
      parts.add(Arrays.copyOfRange(compressed, begin, end));
    }
    return parts;
  }

  private static Map<String, Object> fields(byte[] part, Instant expireAt) {
    Map<String, Object> fields = Documents.fields(expireAt);
    fields.put(DATA, Blob.fromBytes(part));
    return fields;
  }

  static byte[] read(PortCall call, DocumentReference owner, String name, long count) {
    return content(call.getAll(documents(owner, name, count), null));
  }

  static String readText(PortCall call, DocumentReference owner, String name, long count) {
    return new String(read(call, owner, name, count), StandardCharsets.UTF_8);
  }

  private static byte[] content(List<DocumentSnapshot> parts) {
    ByteArrayOutputStream compressed = new ByteArrayOutputStream();
    for (DocumentSnapshot part : parts) {
      Blob data = Documents.checked(part).getBlob(DATA);
      if (data == null) {
        throw Documents.damaged(part, DATA);
      }
      compressed.writeBytes(data.toBytes());
    }
    return uncompressed(compressed.toByteArray());
  }

  private static byte[] compressed(byte[] content) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new FastGzip(bytes)) {
      out.write(content);
    } catch (IOException e) {
      throw new UncheckedIOException("memory failed", e);
    }
    return bytes.toByteArray();
  }

  /** The time of a request is scarcer than space. */
  private static final class FastGzip extends GZIPOutputStream {
    FastGzip(OutputStream out) throws IOException {
      super(out);
      def.setLevel(Deflater.BEST_SPEED);
    }
  }

  private static byte[] uncompressed(byte[] content) {
    try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(content))) {
      return in.readAllBytes();
    } catch (IOException e) {
      throw new IllegalStateException("a part of a document is damaged", e);
    }
  }
}
