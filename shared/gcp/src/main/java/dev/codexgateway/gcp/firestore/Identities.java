package dev.codexgateway.gcp.firestore;

import com.google.cloud.firestore.DocumentReference;
import com.google.cloud.firestore.DocumentSnapshot;
import com.google.cloud.firestore.Firestore;
import dev.codexgateway.core.hook.Delivery;
import dev.codexgateway.core.hook.DeliveryId;
import dev.codexgateway.core.hook.DeliveryStore;
import dev.codexgateway.core.hook.DeliveryStore.Acceptance;
import dev.codexgateway.core.job.JobId;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * The documents {@code identities/{hash of hook and identity}}: which delivery came first. They
 * know its jobs, so that a duplicate is answered by them alone.
 */
final class Identities {
  static final String COLLECTION = "identities";
  private static final String DELIVERY_ID = "delivery_id";
  private static final String JOBS = "jobs";

  private Identities() {}

  static List<DocumentReference> documents(Firestore client, Delivery delivery) {
    return delivery.identities().stream()
        .distinct()
        .map(identity -> document(client, delivery.hook(), identity))
        .toList();
  }

  private static DocumentReference document(Firestore client, String hook, String identity) {
    String name = Documents.hash(hook.length() + ":" + hook + identity);
    return client.collection(COLLECTION).document(name);
  }

  static Map<String, Object> fields(Delivery delivery) {
    Map<String, Object> fields =
        Documents.fields(delivery.receivedAt().plus(DeliveryStore.REMEMBERED));
    fields.put(DELIVERY_ID, delivery.id().value());
    fields.put(JOBS, delivery.jobs().stream().map(JobId::value).toList());
    return fields;
  }

  static boolean isLive(DocumentSnapshot document, Instant now) {
    return document.exists() && !Documents.isExpired(Documents.checked(document), now);
  }

  static Acceptance duplicate(DocumentSnapshot document) {
    return new Acceptance.Duplicate(
        new DeliveryId(Documents.requiredText(document, DELIVERY_ID)),
        Documents.texts(document, JOBS).stream().map(JobId::new).toList());
  }
}
