package dev.codexgateway.gcp.firestore;

import com.google.cloud.firestore.CollectionReference;
import com.google.cloud.firestore.DocumentReference;
import com.google.cloud.firestore.DocumentSnapshot;
import com.google.cloud.firestore.Firestore;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.codexgateway.core.hook.Delivery;
import dev.codexgateway.core.hook.DeliveryId;
import dev.codexgateway.core.hook.DeliverySummary;
import dev.codexgateway.core.hook.HookRequest;
import dev.codexgateway.core.hook.Verdict;
import dev.codexgateway.core.job.JobId;
import dev.codexgateway.core.json.Json;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The documents {@code deliveries/{id}}, the id spelled backwards as for {@link JobDocuments}; the
 * request is {@link DeliveryContent}.
 */
final class DeliveryDocuments {
  static final String COLLECTION = "deliveries";
  static final String ID = "id";
  static final String HOOK = "hook";
  static final String VERDICT = "verdict";
  static final String TOKEN = "token";
  private static final String RECEIVED_AT = "received_at";
  private static final String REASON = "reason";
  private static final String BODY_BYTES = "body_bytes";
  private static final String JOBS = "jobs";
  private static final String IDENTITIES = "identities";

  /** All that a list shows. */
  static final String[] SUMMARY_FIELDS = {
    Documents.VERSION_FIELD,
    Documents.EXPIRE_AT,
    ID,
    HOOK,
    RECEIVED_AT,
    VERDICT,
    REASON,
    BODY_BYTES,
    JOBS
  };

  private DeliveryDocuments() {}

  static CollectionReference collection(Firestore client) {
    return client.collection(COLLECTION);
  }

  static DocumentReference document(Firestore client, DeliveryId id) {
    return collection(client).document(new StringBuilder(id.value()).reverse().toString());
  }

  /** All but the request. */
  static Map<String, Object> fields(Delivery delivery, String token, Instant expireAt) {
    Map<String, Object> fields = Documents.fields(expireAt);
    fields.put(ID, delivery.id().value());
    fields.put(HOOK, delivery.hook());
    fields.put(RECEIVED_AT, Times.toTimestamp(delivery.receivedAt()));
    fields.put(VERDICT, delivery.verdict().wireName());
    fields.put(REASON, delivery.reason());
    fields.put(BODY_BYTES, delivery.request().body().length);
    fields.put(IDENTITIES, delivery.identities());
    fields.put(JOBS, delivery.jobs().stream().map(JobId::value).toList());
    fields.put(TOKEN, token);
    return fields;
  }

  static byte[] head(HookRequest request) {
    JsonObject json = new JsonObject();
    json.addProperty("method", request.method());
    json.add("headers", lists(request.headers()));
    json.add("query", lists(request.query()));
    Json.addIfPresent(json, "remote_address", request.remoteAddress());
    return Json.write(json).getBytes(StandardCharsets.UTF_8);
  }

  private static JsonObject lists(Map<String, List<String>> values) {
    JsonObject json = new JsonObject();
    values.forEach(
        (name, list) -> {
          JsonArray array = new JsonArray();
          list.forEach(array::add);
          json.add(name, array);
        });
    return json;
  }

  static Delivery read(PortCall call, DocumentSnapshot document) {
    DeliverySummary summary = summary(document);
    return new Delivery(
        summary.id(),
        summary.hook(),
        summary.receivedAt(),
        DeliveryContent.read(call, document),
        summary.verdict(),
        summary.reason(),
        Documents.texts(document, IDENTITIES),
        summary.jobs());
  }

  static DeliverySummary summary(DocumentSnapshot document) {
    Documents.checked(document);
    return new DeliverySummary(
        new DeliveryId(Documents.requiredText(document, ID)),
        Documents.requiredText(document, HOOK),
        Documents.requiredTime(document, RECEIVED_AT),
        verdict(document),
        Documents.requiredText(document, REASON),
        (int) Documents.number(document, BODY_BYTES),
        jobs(document));
  }

  static List<JobId> jobs(DocumentSnapshot document) {
    return Documents.texts(document, JOBS).stream().map(JobId::new).toList();
  }

  private static Verdict verdict(DocumentSnapshot document) {
    return Verdict.parse(Documents.requiredText(document, VERDICT))
        .orElseThrow(() -> Documents.damaged(document, VERDICT));
  }

  static HookRequest request(byte[] head, byte[] body) {
    JsonObject json =
        JsonParser.parseString(new String(head, StandardCharsets.UTF_8)).getAsJsonObject();
    return new HookRequest(
        json.get("method").getAsString(),
        lists(json.getAsJsonObject("headers")),
        lists(json.getAsJsonObject("query")),
        body,
        Optional.ofNullable(json.get("remote_address")).map(JsonElement::getAsString));
  }

  private static Map<String, List<String>> lists(JsonObject json) {
    Map<String, List<String>> values = new TreeMap<>();
    json.asMap()
        .forEach(
            (name, list) ->
                values.put(
                    name,
                    list.getAsJsonArray().asList().stream()
                        .map(JsonElement::getAsString)
                        .toList()));
    return values;
  }
}
