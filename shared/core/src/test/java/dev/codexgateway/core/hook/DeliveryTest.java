package dev.codexgateway.core.hook;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class DeliveryTest {
  private static final byte[] BODY = "{}".getBytes(StandardCharsets.UTF_8);

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Authorization",
        "PROXY-AUTHORIZATION",
        "cookie",
        "X-Gitlab-Token",
        "X-API-Key",
        "x-auth-token"
      })
  void delivery_headerThatIsSecretByNature_isTakenOut(String header) {
    HookRequest request = request(Map.of(header, List.of("s3cret"), "X-Event", List.of("push")));

    Delivery delivery = delivery(request, Verdict.ACCEPTED);

    assertEquals(Map.of("x-event", List.of("push")), delivery.request().headers());
    assertFalse(delivery.toString().contains("s3cret"));
    assertFalse(request.toString().contains("s3cret"));
  }

  @ParameterizedTest
  @EnumSource
  void delivery_keepsTheBodyOfAuthenticNewOnesOnly(Verdict verdict) {
    boolean isKept = verdict == Verdict.ACCEPTED || verdict == Verdict.UNWANTED;

    Delivery delivery = delivery(request(Map.of()), verdict);

    assertEquals(isKept ? 2 : 0, delivery.request().body().length);
    assertEquals(isKept ? 2 : 0, delivery.summary().bodyBytes());
  }

  @Test
  void withoutSecrets_takesOutWhatTheConfigurationNames() {
    HookRequest request =
        new HookRequest(
            "POST",
            Map.of("X-My-Token", List.of("1"), "x-event", List.of("2")),
            Map.of("token", List.of("3"), "Token", List.of("4")),
            BODY,
            Optional.empty());

    HookRequest kept = request.withoutSecrets(Set.of("X-MY-TOKEN"), Set.of("token"));

    assertEquals(Map.of("x-event", List.of("2")), kept.headers());
    assertEquals(Map.of("Token", List.of("4")), kept.query());
  }

  @Test
  void headers_sameNameInOtherCase_areOneHeader() {
    HookRequest request = request(Map.of("X-Event", List.of("a", "b")));

    assertEquals(List.of("a", "b"), request.headers().get("x-event"));
    assertEquals(Optional.of("a"), request.header("X-EVENT"));
    assertEquals(Optional.empty(), request.header("x-other"));
  }

  @Test
  void request_equalsByTheBytesOfItsBody() {
    assertEquals(request(Map.of()), request(Map.of()));
    assertEquals(request(Map.of()).hashCode(), request(Map.of()).hashCode());
    assertNotEquals(request(Map.of()), request(Map.of()).withoutBody());
  }

  @Test
  void deliveryId_sortsByTimeAndParsesOnlyItsForm() {
    DeliveryId first = DeliveryId.next();
    DeliveryId second = DeliveryId.next();

    assertTrue(first.compareTo(second) < 0);
    assertEquals(Optional.of(first), DeliveryId.parse(first.toString()));
    assertEquals(Optional.empty(), DeliveryId.parse(first.value().replace("dlv_", "job_")));
    assertThrows(IllegalArgumentException.class, () -> new DeliveryId("dlv_"));
  }

  @Test
  void verdict_parse_knowsWireNamesOnly() {
    for (Verdict verdict : Verdict.values()) {
      assertEquals(Optional.of(verdict), Verdict.parse(verdict.wireName()));
    }
    assertEquals(Optional.empty(), Verdict.parse("ACCEPTED"));
  }

  private static HookRequest request(Map<String, List<String>> headers) {
    return new HookRequest("POST", headers, Map.of(), BODY.clone(), Optional.empty());
  }

  private static Delivery delivery(HookRequest request, Verdict verdict) {
    return new Delivery(
        DeliveryId.next(),
        "github",
        Instant.EPOCH,
        request,
        verdict,
        "a reason",
        List.of(),
        List.of());
  }
}
