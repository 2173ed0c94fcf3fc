package dev.codexgateway.hooks.verify;

import dev.codexgateway.core.hook.HookRequest;
import dev.codexgateway.core.secret.Secret;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The secret itself in the URL: the last resort, since proxies and senders log URLs. */
final class QueryTokenVerifier implements Verifier {
  private final String parameter;
  private final String prefix;

  QueryTokenVerifier(String parameter, String prefix) {
    this.parameter = parameter;
    this.prefix = prefix;
  }

  @Override
  public Optional<String> flaw(HookRequest request, List<Secret> secrets, Instant now) {
    List<String> given = request.query().getOrDefault(parameter, List.of());
    if (given.size() != 1) {
      return Optional.of("the query needs the parameter " + parameter + " once");
    }
    boolean authentic = false;
    for (Secret secret : secrets) {
      authentic |= Hmacs.sameText(prefix + secret.text(), given.getFirst());
    }
    return authentic ? Optional.empty() : Optional.of("the token does not match");
  }

  @Override
  public Signature sign(Secret secret, byte[] body, Instant now, String id) {
    return new Signature(Map.of(), Map.of(parameter, prefix + secret.text()));
  }

  @Override
  public List<String> secretQuery() {
    return List.of(parameter);
  }
}
