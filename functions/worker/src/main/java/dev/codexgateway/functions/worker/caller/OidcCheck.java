package dev.codexgateway.functions.worker.caller;

import com.google.api.client.json.webtoken.JsonWebToken;
import com.google.auth.oauth2.TokenVerifier;
import com.google.auth.oauth2.TokenVerifier.VerificationException;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes requests with an OpenID Connect token of one service account, as Pub/Sub and Cloud
 * Scheduler send it (https://cloud.google.com/pubsub/docs/authenticate-push-subscriptions):
 * signature, issuer, audience, times, and the account's verified e-mail address. The issuer's keys
 * are fetched once an hour.
 */
public final class OidcCheck implements CallerCheck {
  private static final Logger log = LoggerFactory.getLogger(OidcCheck.class);
  private static final String ISSUER = "https://accounts.google.com";
  private static final String BEARER = "bearer ";

  /** What Cloud Run hands on in place of the signature where it has checked the caller itself. */
  private static final String REMOVED = ".SIGNATURE_REMOVED_BY_GOOGLE";

  private final TokenVerifier verifier;
  private final String account;

  /**
   * @param audience as configured at the push subscription
   * @param account e-mail address of the service account
   */
  public OidcCheck(String audience, String account) {
    this(verifier(audience), account);
  }

  private OidcCheck(TokenVerifier.Builder verifier, String account) {
    this.verifier = verifier.build();
    this.account = account;
  }

  /** With other keys than Google's, for tests. */
  static OidcCheck withKeysAt(String url, String audience, String account) {
    return new OidcCheck(verifier(audience).setCertificatesLocation(url), account);
  }

  private static TokenVerifier.Builder verifier(String audience) {
    return TokenVerifier.newBuilder().setAudience(audience).setIssuer(ISSUER);
  }

  @Override
  public Verdict check(List<String> authorization) {
    return token(authorization).map(this::check).orElse(Verdict.UNKNOWN);
  }

  private static Optional<String> token(List<String> authorization) {
    return authorization.size() == 1
            && authorization.getFirst().regionMatches(true, 0, BEARER, 0, BEARER.length())
        ? Optional.of(authorization.getFirst().substring(BEARER.length()).strip())
        : Optional.empty();
  }

  private Verdict check(String token) {
    if (token.endsWith(REMOVED)) {
      log.error(
          "The platform checks callers itself and has removed a token's signature: leave"
              + " GATEWAY_PUSH_AUDIENCE and GATEWAY_PUSH_ACCOUNT unset here");
      return Verdict.UNKNOWN;
    }
    try {
      return isAccount(verifier.verify(token).getPayload()) ? Verdict.ALLOWED : Verdict.FORBIDDEN;
    } catch (VerificationException | IllegalArgumentException e) {
      // Says what is wrong with the token, not what is in it.
      log.warn("A caller's token does not hold: {}", e.getMessage());
      return Verdict.UNKNOWN;
    }
  }

  private boolean isAccount(JsonWebToken.Payload claims) {
    return Boolean.TRUE.equals(claims.get("email_verified")) && account.equals(claims.get("email"));
  }
}
