package dev.codexgateway.gcp.firestore;

import com.google.api.gax.rpc.ApiException;
import com.google.cloud.Timestamp;
import com.google.cloud.firestore.Firestore;
import com.google.cloud.firestore.FirestoreException;
import com.google.cloud.firestore.Query;
import dev.codexgateway.core.job.StoreUnavailableException;
import io.grpc.Status;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.function.Consumer;

/** The only way to the database: every call of a port is bounded in time, and told to observers. */
final class Calls {
  private final Firestore client;
  private final Duration patience;
  private final Consumer<Instant> serverTime;
  private final Observer observer;
  private volatile boolean heard;

  /** Sees what is done, for tests that count. */
  interface Observer {
    Observer NONE = new Observer() {};

    default void read(int documents) {}

    default void queried(Query query, int documents) {}

    default void committed(int writes) {}
  }

  /**
   * @param patience for one call of a port, however many requests it takes
   * @param serverTime told the time of each answer
   */
  Calls(Firestore client, Duration patience, Consumer<Instant> serverTime, Observer observer) {
    this.client = client;
    this.patience = patience;
    this.serverTime = serverTime;
    this.observer = observer;
  }

  Firestore client() {
    return client;
  }

  Observer observer() {
    return observer;
  }

  void heard(Timestamp time) {
    serverTime.accept(Times.toInstant(time));
    heard = true;
  }

  /** Whether the server's time was ever told. */
  boolean hasHeard() {
    return heard;
  }

  /**
   * @param what is done, for messages; for example {@code claim}
   */
  PortCall begin(String what) {
    return begin(what, patience);
  }

  PortCall begin(String what, Duration patience) {
    return new PortCall(this, what, System.nanoTime() + patience.toNanos());
  }

  StoreUnavailableException unavailable(String what, String why) {
    return new StoreUnavailableException(message(what, why));
  }

  StoreUnavailableException failed(String what, Throwable cause) {
    return new StoreUnavailableException(message(what, explanation(status(cause))), cause);
  }

  private String message(String what, String why) {
    return "Firestore, database "
        + client.getOptions().getDatabaseId()
        + " of project "
        + client.getOptions().getProjectId()
        + ", "
        + what
        + ": "
        + why;
  }

  static Status.Code status(Throwable thrown) {
    for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
      if (cause instanceof FirestoreException firestore && firestore.getStatus() != null) {
        return firestore.getStatus().getCode();
      }
      if (cause instanceof ApiException api) {
        return Status.Code.valueOf(api.getStatusCode().getCode().name());
      }
    }
    return Status.fromThrowable(thrown).getCode();
  }

  private static String explanation(Status.Code code) {
    return switch (code) {
      case PERMISSION_DENIED, UNAUTHENTICATED ->
          "permission denied; check that the service account has roles/datastore.user";
      case NOT_FOUND ->
          "not found; check GATEWAY_PROJECT and GATEWAY_FIRESTORE_DATABASE, and that the database"
              + " exists in Native mode";
      case RESOURCE_EXHAUSTED -> "over quota; check the project's quotas and billing";
      case FAILED_PRECONDITION ->
          "refused; check that the database is in Native mode and has the indexes of"
              + " firestore.indexes.json";
      case UNAVAILABLE -> "unreachable; check the network, or FIRESTORE_EMULATOR_HOST";
      case DEADLINE_EXCEEDED, CANCELLED -> "no answer in time";
      default -> "failed with " + code.name().toLowerCase(Locale.ROOT);
    };
  }
}
