package dev.codexgateway.gcp.firestore;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.cloud.firestore.FirestoreException;
import dev.codexgateway.core.job.StoreUnavailableException;
import dev.codexgateway.gcp.firestore.Calls.Observer;
import io.grpc.Status;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class CallsTest {
  @ParameterizedTest
  @CsvSource({
    "PERMISSION_DENIED, roles/datastore.user",
    "UNAUTHENTICATED, roles/datastore.user",
    "NOT_FOUND, GATEWAY_FIRESTORE_DATABASE",
    "RESOURCE_EXHAUSTED, quotas",
    "FAILED_PRECONDITION, firestore.indexes.json",
    "UNAVAILABLE, unreachable",
    "DEADLINE_EXCEEDED, no answer in time",
    "INTERNAL, failed with internal"
  })
  void failed_anyStatus_namesTheDatabaseAndWhatToCheck(Status.Code code, String hint) {
    try (Database.Connection connection = Database.hasty("a-project", "localhost:1")) {
      Calls calls = new Calls(connection.client(), Duration.ofSeconds(1), _ -> {}, Observer.NONE);
      Throwable cause =
          new ExecutionException(
              FirestoreException.forServerRejection(code.toStatus(), "as the server says"));

      StoreUnavailableException failure = calls.failed("find", cause);

      String message = failure.getMessage();
      assertTrue(message.contains("database (default) of project a-project"), message);
      assertTrue(message.contains("find"), message);
      assertTrue(message.contains(hint), message);
      assertEquals(cause, failure.getCause());
    }
  }
}
