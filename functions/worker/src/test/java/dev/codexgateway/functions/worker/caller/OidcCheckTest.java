package dev.codexgateway.functions.worker.caller;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.google.gson.JsonObject;
import dev.codexgateway.functions.worker.caller.CallerCheck.Verdict;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Against an issuer with a key of its own. */
final class OidcCheckTest {
  private IssuedTokens issuer;
  private OidcCheck check;

  @BeforeEach
  void start() throws IOException {
    issuer = new IssuedTokens();
    check =
        OidcCheck.withKeysAt(issuer.certificates(), IssuedTokens.AUDIENCE, IssuedTokens.ACCOUNT);
  }

  @AfterEach
  void stop() {
    issuer.close();
  }

  @Test
  void goodToken_isAllowed_andTheKeysAreFetchedOnce() {
    for (int i = 0; i < 5; i++) {
      assertEquals(Verdict.ALLOWED, check(issuer.token(IssuedTokens.claims())));
    }
    assertEquals(
        Verdict.ALLOWED, check.check(List.of("bearer " + issuer.token(IssuedTokens.claims()))));
    assertEquals(1, issuer.fetches());
  }

  @Test
  void anotherAccount_isForbidden() {
    assertEquals(Verdict.FORBIDDEN, changed(claims -> claims.addProperty("email", "x@y.example")));
    assertEquals(Verdict.FORBIDDEN, changed(claims -> claims.remove("email")));
    assertEquals(Verdict.FORBIDDEN, changed(claims -> claims.addProperty("email_verified", false)));
    assertEquals(Verdict.FORBIDDEN, changed(claims -> claims.remove("email_verified")));
    assertEquals(
        Verdict.FORBIDDEN, changed(claims -> claims.addProperty("email_verified", "true")));
  }

  @Test
  void wrongClaims_areUnknown() {
    assertEquals(
        Verdict.UNKNOWN, changed(claims -> claims.addProperty("aud", "https://other.example/")));
    assertEquals(Verdict.UNKNOWN, changed(claims -> claims.remove("aud")));
    assertEquals(
        Verdict.UNKNOWN, changed(claims -> claims.addProperty("iss", "https://evil.example")));
    assertEquals(
        Verdict.UNKNOWN,
        changed(claims -> claims.addProperty("exp", Instant.now().getEpochSecond() - 3600)));
  }

  @Test
  void wrongSignature_isUnknown() {
    JsonObject claims = IssuedTokens.claims();
    String header = "{\"alg\":\"RS256\",\"kid\":\"key-1\",\"typ\":\"JWT\"}";
    assertEquals(
        Verdict.UNKNOWN, check(IssuedTokens.token(header, claims, IssuedTokens.newKeys())));
    assertEquals(
        Verdict.UNKNOWN,
        check(IssuedTokens.token(header.replace("1", "2"), claims, IssuedTokens.newKeys())));
    String good = issuer.token(claims);
    String body = IssuedTokens.encoded(claims.toString().replace("pusher", "another"));
    assertEquals(
        Verdict.UNKNOWN,
        check(
            good.substring(0, good.indexOf('.') + 1)
                + body
                + good.substring(good.lastIndexOf('.'))));
    assertEquals(
        Verdict.UNKNOWN,
        check(good.substring(0, good.lastIndexOf('.')) + ".SIGNATURE_REMOVED_BY_GOOGLE"));
  }

  @Test
  void noSignature_isUnknown() {
    String none = IssuedTokens.encoded("{\"alg\":\"none\"}");
    String claims = IssuedTokens.encoded(IssuedTokens.claims().toString());
    assertEquals(Verdict.UNKNOWN, check(none + "." + claims + "."));
    assertEquals(Verdict.UNKNOWN, check(none + "." + claims));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "Bearer", "Bearer ", "Basic dTpw", "Bearer x", "Bearer a.b.c"})
  void noToken_isUnknown(String authorization) {
    assertEquals(Verdict.UNKNOWN, check.check(List.of(authorization)));
  }

  @Test
  void noHeaderOrTwo_isUnknown() {
    String token = "Bearer " + issuer.token(IssuedTokens.claims());
    assertEquals(Verdict.UNKNOWN, check.check(List.of()));
    assertEquals(Verdict.UNKNOWN, check.check(List.of(token, token)));
  }

  private Verdict changed(Consumer<JsonObject> change) {
    JsonObject claims = IssuedTokens.claims();
    change.accept(claims);
    return check(issuer.token(claims));
  }

  private Verdict check(String token) {
    return check.check(List.of("Bearer " + token));
  }
}
