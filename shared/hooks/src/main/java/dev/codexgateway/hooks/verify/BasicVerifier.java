package dev.codexgateway.hooks.verify;

import dev.codexgateway.core.hook.HookRequest;
import dev.codexgateway.core.hook.VerifierDefinition.Encoding;
import dev.codexgateway.core.secret.Secret;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** HTTP Basic (RFC 7617) in UTF-8, the secret being the password. */
final class BasicVerifier implements Verifier {
  private static final String SCHEME = "Basic ";

  private final String username;

  BasicVerifier(String username) {
    this.username = username;
  }

  @Override
  public Optional<String> flaw(HookRequest request, List<Secret> secrets, Instant now) {
    try {
      String given = given(Headers.single(request, "Authorization"));
      boolean authentic = false;
      for (Secret secret : secrets) {
        authentic |= Hmacs.sameText(username + ":" + secret.text(), given);
      }
      return authentic
          ? Optional.empty()
          : Optional.of("the user name or the password does not match");
    } catch (Flaw flaw) {
      return Optional.of(flaw.reason());
    }
  }

  private static String given(String header) throws Flaw {
    if (!header.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
      throw new Flaw("the header Authorization is not HTTP Basic");
    }
    return Encodings.decode(Encoding.BASE64, header.substring(SCHEME.length()).strip())
        .map(bytes -> new String(bytes, StandardCharsets.UTF_8))
        .orElseThrow(() -> new Flaw("the header Authorization is not Base64"));
  }

  @Override
  public Signature sign(Secret secret, byte[] body, Instant now, String id) {
    byte[] pair = Hmacs.utf8(username + ":" + secret.text());
    return Signature.header("authorization", SCHEME + Encodings.encode(Encoding.BASE64, pair));
  }

  @Override
  public List<String> secretHeaders() {
    return List.of("authorization");
  }
}
