package dev.codexgateway.gcp;

import com.google.api.gax.rpc.ApiException;
import com.google.api.gax.rpc.StatusCode.Code;
import dev.codexgateway.core.job.StoreUnavailableException;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;

/**
 * Says in one line what a service refused and what to look at.
 *
 * @param resource for example {@code topic gateway-jobs of project p}
 * @param setting the variable that names it
 * @param role what the service account needs
 * @param emulatorVariable where a stand-in is set
 */
record ServiceFault(String resource, String setting, String role, String emulatorVariable) {
  StoreUnavailableException of(Throwable thrown) {
    return new StoreUnavailableException(explain(thrown), thrown);
  }

  String explain(Throwable thrown) {
    return resource + ": " + reason(thrown);
  }

  private String reason(Throwable thrown) {
    Optional<Code> code = code(thrown);
    if (code.isEmpty()) {
      return timedOut(thrown) ? "no answer in time" : "failed with " + thrown;
    }
    return switch (code.get()) {
      case NOT_FOUND -> "does not exist; check " + setting;
      case PERMISSION_DENIED, UNAUTHENTICATED ->
          "permission denied; the service account needs " + role;
      case UNAVAILABLE -> "unreachable; check the network, or " + emulatorVariable;
      case DEADLINE_EXCEEDED, CANCELLED -> "no answer in time";
      case RESOURCE_EXHAUSTED -> "over quota; check the project's quotas";
      default -> "failed with " + code.get().name().toLowerCase(Locale.ROOT);
    };
  }

  private static boolean timedOut(Throwable thrown) {
    return thrown instanceof TimeoutException || thrown instanceof CancellationException;
  }

  /** Empty where no service said anything. */
  static Optional<Code> code(Throwable thrown) {
    return switch (thrown) {
      case ApiException api -> Optional.of(api.getStatusCode().getCode());
      case ExecutionException e when e.getCause() != null -> code(e.getCause());
      case CompletionException e when e.getCause() != null -> code(e.getCause());
      default -> Optional.empty();
    };
  }

  /** Runs a call that fails where the resource does not exist. */
  static boolean isFound(Runnable call) {
    try {
      call.run();
      return true;
    } catch (ApiException e) {
      if (e.getStatusCode().getCode() == Code.NOT_FOUND) {
        return false;
      }
      throw e;
    }
  }
}
