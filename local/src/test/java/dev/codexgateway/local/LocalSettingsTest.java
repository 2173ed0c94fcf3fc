package dev.codexgateway.local;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.codexgateway.core.secret.Secret;
import dev.codexgateway.local.store.InboxLimits;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class LocalSettingsTest {
  private static final String KEY = "0123456789abcdef0123456789ABCDEF";

  @Test
  void from_emptyEnvironment_hasTheDefaults() throws Exception {
    LocalSettings settings = LocalSettings.from(Map.of());
    assertEquals("127.0.0.1", settings.host());
    assertEquals(8080, settings.port());
    assertEquals(Path.of(".gateway"), settings.dataDirectory());
    assertEquals(Path.of("gateway.yaml"), settings.configFile());
    assertEquals(Map.of(), settings.secretVariables());
    assertEquals(Path.of(".gateway/secrets"), settings.secretsDirectory());
    assertEquals(Optional.empty(), settings.adminKey());
    assertEquals(16, settings.workers());
    assertEquals(Set.of(), settings.allowedOrigins());
    assertEquals(new InboxLimits(Duration.ofDays(4), 1L << 30), settings.inbox());
    assertEquals(Optional.empty(), settings.publicUrl());
    assertEquals(URI.create("http://localhost:8080"), settings.url());
  }

  @Test
  void from_emptyValues_areTheDefaults() throws Exception {
    Map<String, String> blank = Map.of("GATEWAY_PORT", "", "GATEWAY_API_KEY", " ");
    assertEquals(LocalSettings.from(Map.of()), LocalSettings.from(blank));
  }

  @Test
  void from_everyVariable_isTaken() throws Exception {
    LocalSettings settings =
        LocalSettings.from(
            Map.ofEntries(
                Map.entry("GATEWAY_HOST", "0.0.0.0"),
                Map.entry("GATEWAY_PORT", "0"),
                Map.entry("GATEWAY_DATA", "/srv/data"),
                Map.entry("GATEWAY_CONFIG", "/etc/gateway.yaml"),
                Map.entry("GATEWAY_API_KEY", KEY),
                Map.entry("GATEWAY_SECRETS_DIR", "/run/secrets"),
                Map.entry("GATEWAY_SECRET_GITHUB_HOOK", "s3cr3t-value"),
                Map.entry("GATEWAY_WORKERS", "0"),
                Map.entry("GATEWAY_ALLOWED_ORIGINS", "https://a.example, http://b.example:81,"),
                Map.entry("GATEWAY_INBOX_DAYS", "30"),
                Map.entry("GATEWAY_INBOX_MIB", "64"),
                Map.entry("GATEWAY_PUBLIC_URL", "https://gateway.example/base")));
    assertEquals("0.0.0.0", settings.host());
    assertEquals(0, settings.port());
    assertEquals(Path.of("/srv/data"), settings.dataDirectory());
    assertEquals(Path.of("/etc/gateway.yaml"), settings.configFile());
    assertEquals(Optional.of(new Secret(KEY)), settings.adminKey());
    assertEquals(Path.of("/run/secrets"), settings.secretsDirectory());
    assertEquals(
        Map.of("GATEWAY_SECRET_GITHUB_HOOK", new Secret("s3cr3t-value")),
        settings.secretVariables());
    assertEquals(0, settings.workers());
    assertEquals(Set.of("https://a.example", "http://b.example:81"), settings.allowedOrigins());
    assertEquals(new InboxLimits(Duration.ofDays(30), 64L << 20), settings.inbox());
    assertEquals(URI.create("https://gateway.example/base"), settings.url());
    assertFalse(settings.toString().contains(KEY));
    assertFalse(settings.toString().contains("s3cr3t-value"));
  }

  @Test
  void from_noConfigurationHere_takesTheOneThatCameAlong(@TempDir Path home) throws Exception {
    Files.createFile(home.resolve("gateway.yaml"));
    assertEquals(
        home.resolve("gateway.yaml"),
        LocalSettings.from(Map.of("GATEWAY_HOME", home.toString())).configFile());
  }

  @Test
  void from_badValues_namesEachOneOnALineOfItsOwn() {
    StartupException problem =
        assertThrows(
            StartupException.class,
            () ->
                LocalSettings.from(
                    Map.of(
                        "GATEWAY_HOST", "no host",
                        "GATEWAY_PORT", "http",
                        "GATEWAY_API_KEY", "too short \u20ac",
                        "GATEWAY_WORKERS", "-1",
                        "GATEWAY_INBOX_DAYS", "3",
                        "GATEWAY_INBOX_MIB", "63",
                        "GATEWAY_PUBLIC_URL", "gateway.example")));
    assertEquals(
        List.of(
            "GATEWAY_HOST must be a host name or an IP address",
            "GATEWAY_PORT must be an integer from 0 to 65535",
            "GATEWAY_API_KEY must have at least 32 characters",
            "GATEWAY_API_KEY must be printable ASCII without spaces",
            "GATEWAY_WORKERS must be an integer from 0 to 1000",
            "GATEWAY_INBOX_DAYS must be an integer from 4 to 365",
            "GATEWAY_INBOX_MIB must be an integer from 64 to 1048576",
            "GATEWAY_PUBLIC_URL must be a URL such as https://gateway.example"),
        String.valueOf(problem.getMessage()).lines().toList());
  }

  @ParameterizedTest
  @ValueSource(strings = {"-1", "65536", "80 80", "0x50", "99999999999999999999"})
  void from_noPort_isRefused(String port) {
    assertThrows(StartupException.class, () -> LocalSettings.from(Map.of("GATEWAY_PORT", port)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ftp://gateway.example",
        "https://",
        "/path",
        "https://user@gateway.example",
        "https://gateway.example/?query",
        "https://gateway.example/#part",
        "not a url"
      })
  void from_noWebAddress_isRefused(String url) {
    assertThrows(
        StartupException.class, () -> LocalSettings.from(Map.of("GATEWAY_PUBLIC_URL", url)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"a b", "a/b", "user@host", "http://host", "[::1]", "a:b:c:g"})
  void from_noHost_isRefused(String host) {
    assertThrows(StartupException.class, () -> LocalSettings.from(Map.of("GATEWAY_HOST", host)));
  }

  @ParameterizedTest
  @CsvSource({
    "127.0.0.1, http://localhost:81",
    "0.0.0.0, http://localhost:81",
    "::, http://localhost:81",
    "::1, http://[::1]:81",
    "10.0.0.7, http://10.0.0.7:81",
    "fe80::7, http://[fe80::7]:81",
    "my-host.example, http://my-host.example:81",
  })
  void url_host_isHowItIsReached(String host, URI url) throws Exception {
    assertEquals(url, LocalSettings.from(Map.of("GATEWAY_HOST", host, "GATEWAY_PORT", "81")).url());
  }
}
