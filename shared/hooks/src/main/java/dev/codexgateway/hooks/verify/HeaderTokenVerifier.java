package dev.codexgateway.hooks.verify;

import dev.codexgateway.core.hook.HookRequest;
import dev.codexgateway.core.secret.Secret;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The secret itself in a header, for senders that cannot sign. */
final class HeaderTokenVerifier implements Verifier {
  private final String header;
  private final String prefix;

  HeaderTokenVerifier(String header, String prefix) {
    this.header = header;
    this.prefix = prefix;
  }

  @Override
  public Optional<String> flaw(HookRequest request, List<Secret> secrets, Instant now) {
    try {
      String given = Headers.single(request, header);
      boolean authentic = false;
      for (Secret secret : secrets) {
        authentic |= Hmacs.sameText(prefix + secret.text(), given);
      }
      return authentic ? Optional.empty() : Optional.of("the token does not match");
    } catch (Flaw flaw) {
      return Optional.of(flaw.reason());
    }
  }

  @Override
  public Signature sign(Secret secret, byte[] body, Instant now, String id) {
    return Signature.header(header.toLowerCase(Locale.ROOT), prefix + secret.text());
  }

  @Override
  public List<String> secretHeaders() {
    return List.of(header.toLowerCase(Locale.ROOT));
  }
}
