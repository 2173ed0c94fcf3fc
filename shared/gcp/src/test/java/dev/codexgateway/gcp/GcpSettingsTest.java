package dev.codexgateway.gcp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GcpSettingsTest {
  @Test
  void from_projectOnly_hasTheDefaults() {
    GcpSettings settings = GcpSettings.from(Map.of("GATEWAY_PROJECT", "my-project"));

    assertEquals(
        new GcpSettings(
            "my-project",
            "(default)",
            "gateway-jobs",
            Optional.empty(),
            "gateway-events",
            Optional.empty(),
            "gateway-api-key",
            "gateway-key-pepper",
            Duration.ofDays(30),
            Path.of("/tmp/gateway-work"),
            Optional.empty(),
            new GcpSettings.Emulators(
                Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty())),
        settings);
  }

  @Test
  void from_everyVariable_isTaken() {
    Map<String, String> env = new HashMap<>();
    env.put("GATEWAY_PROJECT", "example.com:my-project");
    env.put("GOOGLE_CLOUD_PROJECT", "another-one");
    env.put("GATEWAY_FIRESTORE_DATABASE", "gateway");
    env.put("GATEWAY_JOBS_TOPIC", "bells");
    env.put("GATEWAY_LONG_JOBS_TOPIC", "long-bells");
    env.put("GATEWAY_EVENTS_TOPIC", "happenings");
    env.put("GATEWAY_BUCKET", "my-bucket.example");
    env.put("GATEWAY_API_KEY_SECRET", "key");
    env.put("GATEWAY_PEPPER_SECRET", "pepper");
    env.put("GATEWAY_RETENTION_DAYS", "7");
    env.put("GATEWAY_WORK_DIRECTORY", "/work");
    env.put("GOOGLE_APPLICATION_CREDENTIALS", "/key.json");
    env.put("FIRESTORE_EMULATOR_HOST", "localhost:1");
    env.put("PUBSUB_EMULATOR_HOST", "[::1]:2");
    env.put("STORAGE_EMULATOR_HOST", "http://127.0.0.1:3");
    env.put("SECRET_MANAGER_EMULATOR_HOST", "secrets:4");

    assertEquals(
        new GcpSettings(
            "example.com:my-project",
            "gateway",
            "bells",
            Optional.of("long-bells"),
            "happenings",
            Optional.of("my-bucket.example"),
            "key",
            "pepper",
            Duration.ofDays(7),
            Path.of("/work"),
            Optional.of(Path.of("/key.json")),
            new GcpSettings.Emulators(
                Optional.of("localhost:1"),
                Optional.of("[::1]:2"),
                Optional.of("http://127.0.0.1:3"),
                Optional.of("secrets:4"))),
        GcpSettings.from(env));
  }

  @Test
  void from_projectOfThePlace_isTakenWhereOursIsMissing() {
    Map<String, String> env = Map.of("GOOGLE_CLOUD_PROJECT", "my-project", "GATEWAY_PROJECT", " ");

    assertEquals("my-project", GcpSettings.from(env).project());
  }

  @Test
  void from_noProject_namesBothVariables() {
    IllegalStateException refused =
        assertThrows(IllegalStateException.class, () -> GcpSettings.from(Map.of()));

    assertEquals(
        "GATEWAY_PROJECT is not set, nor GOOGLE_CLOUD_PROJECT: the project's id",
        refused.getMessage());
  }

  @Test
  void from_severalBadValues_namesThemAll() {
    Map<String, String> env =
        Map.of(
            "GATEWAY_PROJECT", "My Project",
            "GATEWAY_BUCKET", "gs://bucket",
            "GATEWAY_RETENTION_DAYS", "0");

    String problems =
        String.valueOf(
            assertThrows(IllegalStateException.class, () -> GcpSettings.from(env)).getMessage());

    for (String name : List.of("GATEWAY_PROJECT", "GATEWAY_BUCKET", "GATEWAY_RETENTION_DAYS")) {
      assertTrue(problems.contains(name), problems);
    }
    assertEquals(1, problems.lines().count());
  }

  @ParameterizedTest
  @CsvSource({
    "GATEWAY_FIRESTORE_DATABASE, Big",
    "GATEWAY_JOBS_TOPIC, projects/p/topics/t",
    "GATEWAY_LONG_JOBS_TOPIC, a",
    "GATEWAY_EVENTS_TOPIC, 1events",
    "GATEWAY_BUCKET, A",
    "GATEWAY_API_KEY_SECRET, a/b",
    "GATEWAY_PEPPER_SECRET, a b",
    "GATEWAY_RETENTION_DAYS, x",
    "FIRESTORE_EMULATOR_HOST, localhost",
    "PUBSUB_EMULATOR_HOST, http://localhost:1",
    "STORAGE_EMULATOR_HOST, localhost:1",
    "SECRET_MANAGER_EMULATOR_HOST, localhost:",
  })
  void from_badValue_isNamed(String variable, String value) {
    Map<String, String> env = Map.of("GATEWAY_PROJECT", "my-project", variable, value);

    IllegalStateException refused =
        assertThrows(IllegalStateException.class, () -> GcpSettings.from(env));

    assertTrue(String.valueOf(refused.getMessage()).startsWith(variable), refused.getMessage());
  }
}
