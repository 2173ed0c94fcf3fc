package dev.codexgateway.gcp.firestore;

import com.google.cloud.firestore.Blob;
import com.google.cloud.firestore.DocumentReference;
import com.google.cloud.firestore.DocumentSnapshot;
import com.google.cloud.firestore.Firestore;
import dev.codexgateway.core.hook.Delivery;
import dev.codexgateway.core.hook.HookRequest;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * A delivery with its request made ready to be written: head and body, each in the document where
 * it fits, else in parts. Parts that might be too much for one step together with the jobs are
 * written first.
 */
final class DeliveryContent {
  private static final String HEAD = "head";
  private static final String BODY = "body";
  private static final String PARTS = "_parts";
  private static final int MAX_INLINE_BYTES = 256 * 1024;
  private static final int MAX_PARTS_TOGETHER = 2;

  private final DocumentReference document;
  private final Delivery delivery;
  private final Instant expireAt;
  private final byte[] head;
  private final List<byte[]> headParts;
  private final List<byte[]> bodyParts;

  DeliveryContent(Firestore client, Delivery delivery, Instant expireAt) {
    this.delivery = delivery;
    this.expireAt = expireAt;
    document = DeliveryDocuments.document(client, delivery.id());
    head = DeliveryDocuments.head(delivery.request());
    headParts = parts(head);
    bodyParts = parts(delivery.request().body());
  }

  private static List<byte[]> parts(byte[] content) {
    return content.length <= MAX_INLINE_BYTES ? List.of() : Parts.split(content);
  }

  DocumentReference document() {
    return document;
  }

  /** Whether {@link #stage} has to come first. */
  boolean isLarge() {
    return bodyParts.size() > MAX_PARTS_TOGETHER;
  }

  /** Writes the body ahead, of which nobody knows until the delivery is there. */
  void stage(PortCall call, Firestore client) {
    Parts.stage(call, client, document, BODY, bodyParts, expireAt);
  }

  /**
   * Adds the delivery to a batch.
   *
   * @param made the delivery with its jobs
   */
  Batch addTo(Batch batch, Delivery made, String token) {
    Map<String, Object> fields = DeliveryDocuments.fields(made, token, expireAt);
    put(fields, HEAD, head, headParts);
    put(fields, BODY, delivery.request().body(), bodyParts);
    Parts.create(batch, document, HEAD, headParts, expireAt);
    if (!isLarge()) {
      Parts.create(batch, document, BODY, bodyParts, expireAt);
    }
    return batch.create(document, fields);
  }

  private static void put(
      Map<String, Object> fields, String name, byte[] content, List<byte[]> parts) {
    if (parts.isEmpty()) {
      fields.put(name, Blob.fromBytes(content));
    } else {
      fields.put(name + PARTS, parts.size());
    }
  }

  static HookRequest read(PortCall call, DocumentSnapshot document) {
    return DeliveryDocuments.request(read(call, document, HEAD), read(call, document, BODY));
  }

  private static byte[] read(PortCall call, DocumentSnapshot document, String name) {
    Blob inline = document.getBlob(name);
    if (inline != null) {
      return inline.toBytes();
    }
    long count = Documents.number(document, name + PARTS);
    if (count == 0) {
      throw Documents.damaged(document, name);
    }
    return Parts.read(call, document.getReference(), name, count);
  }
}
