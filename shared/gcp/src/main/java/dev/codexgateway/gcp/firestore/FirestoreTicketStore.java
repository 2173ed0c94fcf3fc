package dev.codexgateway.gcp.firestore;

import com.google.cloud.firestore.DocumentReference;
import com.google.cloud.firestore.DocumentSnapshot;
import com.google.cloud.firestore.Firestore;
import dev.codexgateway.core.job.JobId;
import dev.codexgateway.core.key.Principal;
import dev.codexgateway.core.key.Scope;
import dev.codexgateway.core.key.Ticket;
import dev.codexgateway.core.key.TicketStore;
import dev.codexgateway.gcp.firestore.PortCall.Commit;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Tickets in the documents {@code tickets/{hash of the value}}, so that who reads the database
 * cannot use them. Who deletes the document has the ticket.
 */
final class FirestoreTicketStore implements TicketStore {
  static final String COLLECTION = "tickets";
  private static final int VALUE_BYTES = 24;
  private static final SecureRandom RANDOM = new SecureRandom();
  private static final String OWNER = "owner";
  private static final String KEY_ID = "key_id";
  private static final String SCOPES = "scopes";
  private static final String JOBS = "jobs";
  private static final String ORIGIN = "origin";

  private final Calls calls;
  private final Firestore client;
  private final InstantSource clock;

  FirestoreTicketStore(Calls calls, InstantSource clock) {
    this.calls = calls;
    this.client = calls.client();
    this.clock = clock;
  }

  @Override
  public String issue(Ticket ticket) {
    byte[] bytes = new byte[VALUE_BYTES];
    RANDOM.nextBytes(bytes);
    String value = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    PortCall call = calls.begin("issue a ticket");
    DocumentReference document = document(value);
    call.create(document, () -> new Batch(client).create(document, fields(ticket)));
    return value;
  }

  @Override
  public Optional<Ticket> redeem(String value) {
    PortCall call = calls.begin("redeem a ticket");
    return PortCall.existing(call.get(document(value)))
        .map(Documents::checked)
        .filter(document -> !Documents.isExpired(document, clock.instant()))
        .filter(document -> isMine(call, document))
        .map(FirestoreTicketStore::read);
  }

  private boolean isMine(PortCall call, DocumentSnapshot document) {
    Batch batch = new Batch(client);
    batch.delete(document.getReference(), Documents.updateTime(document));
    return call.commit(batch) instanceof Commit.Done;
  }

  private DocumentReference document(String value) {
    return client.collection(COLLECTION).document(Documents.hash(value));
  }

  private static Map<String, Object> fields(Ticket ticket) {
    Map<String, Object> fields = Documents.fields(ticket.expiresAt());
    fields.put(OWNER, ticket.principal().owner());
    fields.put(KEY_ID, ticket.principal().keyId());
    fields.put(SCOPES, ticket.principal().scopes().stream().map(Scope::value).toList());
    fields.put(JOBS, ticket.jobs().stream().map(JobId::value).toList());
    ticket.origin().ifPresent(origin -> fields.put(ORIGIN, origin));
    return fields;
  }

  private static Ticket read(DocumentSnapshot document) {
    Principal principal =
        new Principal(
            Documents.requiredText(document, OWNER),
            Documents.requiredText(document, KEY_ID),
            Documents.texts(document, SCOPES).stream().map(Scope::new).collect(Collectors.toSet()));
    return new Ticket(
        principal,
        Documents.texts(document, JOBS).stream().map(JobId::new).collect(Collectors.toSet()),
        Documents.text(document, ORIGIN),
        Documents.requiredTime(document, Documents.EXPIRE_AT));
  }
}
