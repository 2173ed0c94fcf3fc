package dev.codexgateway.gcp.firestore;

import com.google.cloud.firestore.DocumentReference;
import com.google.cloud.firestore.DocumentSnapshot;
import com.google.cloud.firestore.Firestore;
import dev.codexgateway.core.key.ApiKey;
import dev.codexgateway.core.key.ApiKeyStore;
import dev.codexgateway.core.key.Scope;
import dev.codexgateway.gcp.firestore.PortCall.Commit;
import java.time.Instant;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Keys in the documents {@code keys/{id}}. They have no end but the one they are given. */
final class FirestoreApiKeyStore implements ApiKeyStore {
  static final String COLLECTION = "keys";
  static final String OWNER = "owner";
  private static final String LABEL = "label";
  private static final String SCOPES = "scopes";
  private static final String MAC = "mac";
  private static final String CREATED_AT = "created_at";
  private static final String VALID_UNTIL = "valid_until";
  private static final String REVOKED_AT = "revoked_at";

  private final Calls calls;
  private final Firestore client;

  FirestoreApiKeyStore(Calls calls) {
    this.calls = calls;
    this.client = calls.client();
  }

  @Override
  public Optional<ApiKey> find(String id) {
    return existing(calls.begin("find a key"), id).map(FirestoreApiKeyStore::read);
  }

  private Optional<DocumentSnapshot> existing(PortCall call, String id) {
    return PortCall.existing(call.get(document(id))).map(Documents::checked);
  }

  private DocumentReference document(String id) {
    return client.collection(COLLECTION).document(id);
  }

  @Override
  public void put(ApiKey key) {
    PortCall call = calls.begin("put a key");
    while (!isPut(call, key)) {
      call.again();
    }
  }

  private boolean isPut(PortCall call, ApiKey key) {
    Batch batch = new Batch(client);
    existing(call, key.id())
        .ifPresentOrElse(
            before ->
                batch.update(document(key.id()), allFields(key), Documents.updateTime(before)),
            () -> batch.create(document(key.id()), fields(key)));
    return call.commit(batch) instanceof Commit.Done;
  }

  @Override
  public Optional<ApiKey> revoke(String id, Instant at) {
    PortCall call = calls.begin("revoke a key");
    while (true) {
      Optional<DocumentSnapshot> found = existing(call, id);
      Optional<ApiKey> before = found.map(FirestoreApiKeyStore::read);
      if (before.isEmpty() || before.get().revokedAt().isPresent()) {
        return before;
      }
      ApiKey revoked = revoked(before.get(), at);
      Batch batch = new Batch(client);
      batch.update(
          document(id),
          Map.of(REVOKED_AT, Times.toTimestamp(at)),
          Documents.updateTime(found.get()));
      if (call.commit(batch) instanceof Commit.Done) {
        return Optional.of(revoked);
      }
      call.again();
    }
  }

  private static ApiKey revoked(ApiKey key, Instant at) {
    return new ApiKey(
        key.id(),
        key.owner(),
        key.label(),
        key.scopes(),
        key.mac(),
        key.createdAt(),
        key.expiresAt(),
        Optional.of(at));
  }

  @Override
  public List<ApiKey> list(String owner) {
    return calls.begin("list keys").run(Queries.keysOf(client, owner)).stream()
        .map(document -> read(Documents.checked(document)))
        .sorted(Comparator.comparing(ApiKey::createdAt).thenComparing(ApiKey::id))
        .toList();
  }

  private static Map<String, Object> fields(ApiKey key) {
    Map<String, Object> fields = allFields(key);
    Documents.removeDeletions(fields);
    return fields;
  }

  private static Map<String, Object> allFields(ApiKey key) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put(Documents.VERSION_FIELD, Documents.VERSION);
    fields.put(OWNER, key.owner());
    fields.put(LABEL, key.label());
    fields.put(SCOPES, key.scopes().stream().map(Scope::value).sorted().toList());
    fields.put(MAC, key.mac());
    fields.put(CREATED_AT, Times.toTimestamp(key.createdAt()));
    fields.put(VALID_UNTIL, Documents.orDelete(key.expiresAt().map(Times::toTimestamp)));
    fields.put(REVOKED_AT, Documents.orDelete(key.revokedAt().map(Times::toTimestamp)));
    return fields;
  }

  private static ApiKey read(DocumentSnapshot document) {
    return new ApiKey(
        document.getId(),
        Documents.requiredText(document, OWNER),
        Documents.requiredText(document, LABEL),
        scopes(document),
        Documents.requiredText(document, MAC),
        Documents.requiredTime(document, CREATED_AT),
        Documents.time(document, VALID_UNTIL),
        Documents.time(document, REVOKED_AT));
  }

  private static Set<Scope> scopes(DocumentSnapshot document) {
    return Documents.texts(document, SCOPES).stream().map(Scope::new).collect(Collectors.toSet());
  }
}
