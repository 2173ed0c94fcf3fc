package dev.codexgateway.hooks.verify;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.codexgateway.core.hook.HookRequest;
import dev.codexgateway.core.hook.VerifierDefinition;
import dev.codexgateway.core.hook.VerifierDefinition.Encoding;
import dev.codexgateway.core.hook.VerifierDefinition.HmacAlgorithm;
import dev.codexgateway.core.hook.VerifierDefinition.Place;
import dev.codexgateway.core.hook.VerifierDefinition.SignedTime;
import dev.codexgateway.core.hook.VerifierDefinition.TimeUnit;
import dev.codexgateway.core.secret.Secret;
import dev.codexgateway.hooks.Fixture;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

final class VerifierTest {
  private static final Instant NOW = Fixture.NOW;
  private static final byte[] BODY = "{\"id\":\"évt\"}".getBytes(UTF_8);
  private static final Secret SECRET = new Secret("whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD");
  private static final Secret OTHER = new Secret("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw");

  private static final VerifierDefinition HMAC =
      new VerifierDefinition.Hmac(
          "X-Sig",
          HmacAlgorithm.SHA512,
          Encoding.BASE64,
          "v=",
          Optional.of(new SignedTime("X-Time", TimeUnit.MILLISECONDS, "a{timestamp}b{body}c")));

  static Stream<VerifierDefinition> all() {
    return Stream.of(
        new VerifierDefinition.Pipedrive("pipe"),
        new VerifierDefinition.GitHub(),
        new VerifierDefinition.GitLab(false),
        new VerifierDefinition.GitLab(true),
        new VerifierDefinition.Stripe(),
        new VerifierDefinition.Slack(),
        new VerifierDefinition.Standard(),
        HMAC,
        new VerifierDefinition.Hmac(
            "X-Sig", HmacAlgorithm.SHA1, Encoding.HEX, "", Optional.empty()),
        new VerifierDefinition.Token(Place.HEADER, "Authorization", "Bearer "),
        new VerifierDefinition.Token(Place.QUERY, "token", ""),
        new VerifierDefinition.Basic("me"));
  }

  static Stream<VerifierDefinition> signing() {
    return all().filter(definition -> !isToken(definition));
  }

  static Stream<VerifierDefinition> timed() {
    return Stream.of(
        new VerifierDefinition.GitLab(true),
        new VerifierDefinition.Stripe(),
        new VerifierDefinition.Slack(),
        new VerifierDefinition.Standard(),
        HMAC);
  }

  private static boolean isToken(VerifierDefinition definition) {
    return definition instanceof VerifierDefinition.Token
        || definition instanceof VerifierDefinition.Basic
        || definition instanceof VerifierDefinition.Pipedrive
        || definition.equals(new VerifierDefinition.GitLab(false));
  }

  private static HookRequest signed(VerifierDefinition definition, Secret secret, Instant at) {
    Signature signature = Verifier.of(definition).sign(secret, BODY, at, "msg_1");
    return Fixture.signed(Fixture.request(BODY), signature);
  }

  private static Optional<String> flaw(VerifierDefinition definition, HookRequest request) {
    return Verifier.of(definition).flaw(request, List.of(SECRET), NOW);
  }

  private static void assertRefused(VerifierDefinition definition, HookRequest request) {
    Optional<String> flaw = flaw(definition, request);
    assertTrue(flaw.isPresent(), definition + " believed " + request);
    assertFalse(flaw.get().contains("C2FV"), "tells the secret");
  }

  private static HookRequest with(HookRequest request, byte[] body) {
    return new HookRequest("POST", request.headers(), request.query(), body, Optional.empty());
  }

  private static HookRequest with(HookRequest request, Map<String, List<String>> headers) {
    return new HookRequest("POST", headers, request.query(), request.body(), Optional.empty());
  }

  @ParameterizedTest
  @MethodSource("all")
  void flaw_rightlySigned_isNone(VerifierDefinition definition) {
    assertEquals(Optional.empty(), flaw(definition, signed(definition, SECRET, NOW)));
  }

  @ParameterizedTest
  @MethodSource("all")
  void flaw_eitherOfTwoLiveSecrets_isNone(VerifierDefinition definition) {
    for (Secret secret : List.of(SECRET, OTHER)) {
      assertEquals(
          Optional.empty(),
          Verifier.of(definition)
              .flaw(signed(definition, secret, NOW), List.of(OTHER, SECRET), NOW));
    }
  }

  @ParameterizedTest
  @MethodSource("all")
  void flaw_otherSecret_isThere(VerifierDefinition definition) {
    assertRefused(definition, signed(definition, OTHER, NOW));
  }

  @ParameterizedTest
  @MethodSource("all")
  void flaw_nothingSigned_isThere(VerifierDefinition definition) {
    assertRefused(definition, Fixture.request(BODY));
  }

  @ParameterizedTest
  @MethodSource("signing")
  void flaw_anyByteOfTheBodyChanged_isThere(VerifierDefinition definition) {
    HookRequest request = signed(definition, SECRET, NOW);
    for (int i = 0; i < BODY.length; i++) {
      byte[] changed = BODY.clone();
      changed[i] ^= 1;
      assertRefused(definition, with(request, changed));
    }
    assertRefused(definition, with(request, Arrays.copyOf(BODY, BODY.length - 1)));
    assertRefused(definition, with(request, Arrays.copyOf(BODY, BODY.length + 1)));
  }

  @ParameterizedTest
  @MethodSource("all")
  void flaw_anyHeaderCutEmptiedOrDoubled_isThere(VerifierDefinition definition) {
    HookRequest request = signed(definition, SECRET, NOW);
    request
        .headers()
        .forEach(
            (name, values) -> {
              String value = values.getFirst();
              for (List<String> changed :
                  List.of(
                      List.of(""),
                      List.of(value.substring(0, value.length() - 4)),
                      List.of(value, value),
                      List.of(value, "x"))) {
                Map<String, List<String>> headers = new LinkedHashMap<>(request.headers());
                headers.put(name, changed);
                assertRefused(definition, with(request, headers));
              }
              Map<String, List<String>> without = new LinkedHashMap<>(request.headers());
              without.remove(name);
              assertRefused(definition, with(request, without));
            });
  }

  @ParameterizedTest
  @MethodSource("timed")
  void flaw_timeUpTo300SecondsOff_isNoneAndBeyondIsThere(VerifierDefinition definition) {
    for (Duration off : List.of(Duration.ofSeconds(300), Duration.ofSeconds(-300))) {
      Instant at = NOW.plus(off);
      assertEquals(Optional.empty(), flaw(definition, signed(definition, SECRET, at)));
      Instant beyond = at.plusSeconds(off.isNegative() ? -1 : 1);
      assertRefused(definition, signed(definition, SECRET, beyond));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"sha1=", "SHA256=", "sha256:", ""})
  void github_otherPrefixOrAlgorithm_isThere(String prefix) {
    VerifierDefinition github = new VerifierDefinition.GitHub();
    String right = signed(github, SECRET, NOW).header("x-hub-signature-256").orElseThrow();
    String other = right.replace("sha256=", prefix);
    assertRefused(github, Fixture.request(BODY, "X-Hub-Signature-256", other));
  }

  @Test
  void github_onlyTheOldSha1Header_isThere() {
    String sha1 =
        "sha1=" + Encodings.encode(Encoding.HEX, Hmacs.sign("HmacSHA1", SECRET.bytes(), BODY));
    assertRefused(new VerifierDefinition.GitHub(), Fixture.request(BODY, "X-Hub-Signature", sha1));
  }

  @Test
  void stripe_rolledSecret_oneOfTwoSignaturesIsEnough() {
    VerifierDefinition stripe = new VerifierDefinition.Stripe();
    String right = signed(stripe, SECRET, NOW).header("stripe-signature").orElseThrow();
    String rolled = right.replace(",v1=", ",v1=00ff,v0=aa,v1=");
    assertEquals(Optional.empty(), flaw(stripe, Fixture.request(BODY, "Stripe-Signature", rolled)));
  }

  @Test
  void stripe_onlyTheTestSchemeV0_isThere() {
    VerifierDefinition stripe = new VerifierDefinition.Stripe();
    String right = signed(stripe, SECRET, NOW).header("stripe-signature").orElseThrow();
    assertRefused(stripe, Fixture.request(BODY, "Stripe-Signature", right.replace("v1=", "v0=")));
    assertRefused(stripe, Fixture.request(BODY, "Stripe-Signature", "t=1," + right));
  }

  @Test
  void standard_idWithFullStop_isThere() {
    HookRequest request =
        Fixture.signed(
            Fixture.request(BODY), new StandardVerifier().sign(SECRET, BODY, NOW, "msg.1"));
    assertRefused(new VerifierDefinition.Standard(), request);
  }

  @Test
  void standard_ed25519_onlyThatKeysSignatureCounts() throws GeneralSecurityException {
    KeyPair pair = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
    byte[] x509 = pair.getPublic().getEncoded();
    byte[] raw = Arrays.copyOfRange(x509, x509.length - 32, x509.length);
    Secret key = new Secret("whpk_" + Base64.getEncoder().encodeToString(raw));
    String time = String.valueOf(NOW.getEpochSecond());
    java.security.Signature signer = java.security.Signature.getInstance("Ed25519");
    signer.initSign(pair.getPrivate());
    signer.update(("msg_1." + time + ".").getBytes(UTF_8));
    signer.update(BODY);
    String signature = Base64.getEncoder().encodeToString(signer.sign());
    Verifier verifier = new StandardVerifier();
    assertEquals(Optional.empty(), verifier.secretFlaw(key));
    assertEquals(
        Optional.empty(), verifier.flaw(standard(time, "v1a," + signature), List.of(key), NOW));
    for (String wrong : List.of("v1," + signature, "v1a,AAAA", "v1a", "v1a,é")) {
      assertTrue(verifier.flaw(standard(time, wrong), List.of(key), NOW).isPresent(), wrong);
    }
    HookRequest other = with(standard(time, "v1a," + signature), "{}".getBytes(UTF_8));
    assertTrue(verifier.flaw(other, List.of(key), NOW).isPresent());
  }

  private static HookRequest standard(String time, String signatures) {
    return Fixture.request(
        BODY, "webhook-id", "msg_1", "webhook-timestamp", time, "webhook-signature", signatures);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "whsec_", "whsec_c2hvcnQ=", "whsec_%%%", "whpk_AAAA", "not base64!"})
  void standard_secretOfNoForm_isAFlaw(String text) {
    Optional<String> flaw = new StandardVerifier().secretFlaw(new Secret(text));
    assertTrue(flaw.isPresent());
  }

  @Test
  void secretNames_ofTokens_areToBeRemoved() {
    assertEquals(
        List.of("x-token"),
        Verifier.of(new VerifierDefinition.Token(Place.HEADER, "X-Token", "")).secretHeaders());
    assertEquals(
        List.of("token"),
        Verifier.of(new VerifierDefinition.Token(Place.QUERY, "token", "")).secretQuery());
  }
}
