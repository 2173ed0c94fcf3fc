package dev.codexgateway.gcp.firestore;

import com.google.cloud.firestore.DocumentSnapshot;
import com.google.cloud.firestore.Firestore;
import com.google.cloud.firestore.FirestoreException;
import com.google.cloud.firestore.ListenerRegistration;
import dev.codexgateway.core.job.JobId;
import dev.codexgateway.core.job.JobState;
import java.util.Optional;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells when a job has ended, by a listener on its document. */
final class JobEnds {
  private static final Logger log = LoggerFactory.getLogger(JobEnds.class);

  private final Firestore client;

  JobEnds(Firestore client) {
    this.client = client;
  }

  /**
   * @param onEnd called once or more, on a thread of the client, with the number of the job's last
   *     event; also where the job had ended before
   */
  ListenerRegistration follow(JobId id, LongConsumer onEnd) {
    return JobDocuments.document(client, id)
        .addSnapshotListener((snapshot, error) -> look(id, snapshot, error, onEnd));
  }

  private static void look(
      JobId id,
      @Nullable DocumentSnapshot snapshot,
      @Nullable FirestoreException error,
      LongConsumer onEnd) {
    if (error != null) {
      log.warn("{}: its document is not followed any more: {}", id, error.getMessage());
    } else if (snapshot != null && snapshot.exists() && isTerminal(snapshot)) {
      onEnd.accept(Documents.number(snapshot, JobDocuments.NEXT_SEQ) - 1);
    }
  }

  private static boolean isTerminal(DocumentSnapshot snapshot) {
    Optional<String> state = Documents.text(snapshot, JobDocuments.STATE);
    return state.flatMap(JobState::parse).filter(JobState::isTerminal).isPresent();
  }
}
