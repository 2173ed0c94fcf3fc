package dev.codexgateway.gcp.firestore;

import com.google.cloud.firestore.Blob;
import com.google.cloud.firestore.DocumentReference;
import com.google.cloud.firestore.DocumentSnapshot;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;

/**
 * Texts that are too large for a document of 1 MiB, compressed and spread over documents beneath it
 * that are written in the same step: {@code jobs/{id}/parts/spec-0}, {@code spec-1}, …
 */
final class Parts {
  static final String COLLECTION = "parts";
  private static final int PART_BYTES = 900 * 1024;
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

  /**
   * Adds the parts to a batch.
   *
   * @return how many there are
   */
  static long create(
      Batch batch, DocumentReference owner, String name, byte[] content, Instant expireAt) {
    byte[] compressed = compressed(content);
    int count = Math.max(1, Math.ceilDiv(compressed.length, PART_BYTES));
    List<DocumentReference> documents = documents(owner, name, count);
    for (int i = 0; i < count; i++) {
      int begin = i * PART_BYTES;
      int end = Math.min(compressed.length, begin + PART_BYTES);
      Map<String, Object> fields = Documents.fields(expireAt);
      fields.put(DATA, Blob.fromBytes(Arrays.copyOfRange(compressed, begin, end)));
      batch.create(documents.get(i), fields);
    }
    return count;
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
    try (GZIPOutputStream out = new GZIPOutputStream(bytes)) {
      out.write(content);
    } catch (IOException e) {
      throw new UncheckedIOException("memory failed", e);
    }
    return bytes.toByteArray();
  }

  private static byte[] uncompressed(byte[] content) {
    try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(content))) {
      return in.readAllBytes();
    } catch (IOException e) {
      throw new IllegalStateException("a part of a document is damaged", e);
    }
  }
}
