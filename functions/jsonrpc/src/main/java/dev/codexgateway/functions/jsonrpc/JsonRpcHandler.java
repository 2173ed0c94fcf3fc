package dev.codexgateway.functions.jsonrpc;

import dev.codexgateway.core.key.Credentials;
import dev.codexgateway.core.key.Keyring;
import dev.codexgateway.core.key.Principal;
import dev.codexgateway.core.rpc.RpcDispatcher;
import dev.codexgateway.core.rpc.RpcMethod;
import java.util.Map;
import java.util.Optional;

/** Authenticates an intake and dispatches it. */
final class JsonRpcHandler {
  private static final int MAX_IDEMPOTENCY_KEY_CHARS = 255;

  private final Keyring keyring;
  private final RpcDispatcher<Caller> dispatcher;

  JsonRpcHandler(Keyring keyring, Map<String, RpcMethod<Caller>> methods) {
    this.keyring = keyring;
    this.dispatcher = new RpcDispatcher<>(methods);
  }

  /** Who is asking, or why nobody can. */
  sealed interface Identity {
    record Known(Principal principal) implements Identity {}

    record Unknown(Answer refusal) implements Identity {}
  }

  /** Asked before the body is read: nobody unknown gets it read. */
  Identity identify(Credentials credentials) {
    return switch (credentials) {
      case Credentials.None() -> new Identity.Unknown(Answer.unauthenticated());
      case Credentials.Contradictory() ->
          new Identity.Unknown(
              Answer.badRequest("X-API-Key and Authorization carry different keys"));
      case Credentials.Given(String key) ->
          keyring
              .identify(key)
              .<Identity>map(Identity.Known::new)
              .orElseGet(() -> new Identity.Unknown(Answer.unauthenticated()));
    };
  }

  Answer handle(Intake intake) {
    Optional<String> idempotencyKey = intake.idempotencyKey();
    if (idempotencyKey.isPresent() && isBatch(intake.body())) {
      return Answer.badRequest("the header Idempotency-Key cannot speak for a whole batch");
    }
    if (idempotencyKey.filter(key -> !isAcceptable(key)).isPresent()) {
      return Answer.badRequest(
          "the header Idempotency-Key must have 1 to " + MAX_IDEMPOTENCY_KEY_CHARS + " characters");
    }
    Caller caller = new Caller(intake.principal(), idempotencyKey);
    return Answer.of(dispatcher.dispatch(caller, intake.body()));
  }

  static boolean isAcceptable(String idempotencyKey) {
    return !idempotencyKey.isEmpty() && idempotencyKey.length() <= MAX_IDEMPOTENCY_KEY_CHARS;
  }

  private static boolean isBatch(byte[] body) {
    for (byte b : body) {
      if (b != ' ' && b != '\t' && b != '\r' && b != '\n') {
        return b == '[';
      }
    }
    return false;
  }
}
