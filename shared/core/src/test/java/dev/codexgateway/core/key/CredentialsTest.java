package dev.codexgateway.core.key;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class CredentialsTest {
  private static final Credentials KEY = new Credentials.Given("the-key");

  @Test
  void from_eitherHeader_isGiven() {
    assertEquals(KEY, Credentials.from(List.of("the-key"), List.of()));
    assertEquals(KEY, Credentials.from(List.of(" the-key\t"), List.of()));
    assertEquals(KEY, Credentials.from(List.of(), List.of("Bearer the-key")));
    assertEquals(KEY, Credentials.from(List.of(), List.of("bearer  the-key ")));
  }

  @Test
  void from_theSameTwice_isGiven() {
    assertEquals(KEY, Credentials.from(List.of("the-key"), List.of("Bearer the-key")));
    assertEquals(KEY, Credentials.from(List.of("the-key", "the-key"), List.of()));
  }

  @Test
  void from_twoDifferent_isContradictory() {
    Credentials contradictory = new Credentials.Contradictory();

    assertEquals(contradictory, Credentials.from(List.of("the-key"), List.of("Bearer other")));
    assertEquals(contradictory, Credentials.from(List.of("the-key", "other"), List.of()));
    assertEquals(contradictory, Credentials.from(List.of(), List.of("Bearer a", "Bearer b")));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "Bearer", "Bearer ", "Basic dXNlcjpwYXNz", "Bearerthe-key", "Token x"})
  void from_noBearer_isNone(String authorization) {
    assertEquals(new Credentials.None(), Credentials.from(List.of(), List.of(authorization)));
  }

  @Test
  void from_nothing_isNone() {
    assertEquals(new Credentials.None(), Credentials.from(List.of(), List.of()));
    assertEquals(new Credentials.None(), Credentials.from(List.of("", "  "), List.of()));
  }

  @Test
  void toString_hidesTheKey() {
    assertFalse(KEY.toString().contains("the-key"));
  }
}
