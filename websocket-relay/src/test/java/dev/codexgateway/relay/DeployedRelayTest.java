package dev.codexgateway.relay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.codexgateway.core.job.JobId;
import dev.codexgateway.core.key.Keyring;
import dev.codexgateway.core.key.Scope;
import dev.codexgateway.core.platform.Environment;
import dev.codexgateway.core.platform.Platform;
import dev.codexgateway.relay.RawHttp.Answer;
import dev.codexgateway.relay.WsClient.Incoming;
import dev.codexgateway.relay.watch.CloseCode;
import dev.codexgateway.testkit.Fixtures;
import dev.codexgateway.testkit.memory.MemoryPlatform;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

final class DeployedRelayTest {
  private static final RelaySettings SETTINGS =
      RelaySettings.DEFAULTS.withAddress("127.0.0.1", 0).withEventLoops(1);

  private final MemoryPlatform memory = new MemoryPlatform(InstantSource.system());
  private final AtomicBoolean closed = new AtomicBoolean();
  private final Platform platform = tellingItsEnd();

  /** A proxy rather than a class, so that a new port needs no change here. */
  private Platform tellingItsEnd() {
    return (Platform)
        Proxy.newProxyInstance(
            Platform.class.getClassLoader(),
            new Class<?>[] {Platform.class},
            (_, method, arguments) -> {
              closed.compareAndSet(false, method.getName().equals("close"));
              return method.invoke(memory, arguments);
            });
  }

  @Test
  void health_isAnsweredWithoutAKey() throws Exception {
    try (DeployedRelay relay = DeployedRelay.start(SETTINGS, platform)) {
      assertEquals("{\"status\":\"healthy\"}", get(relay, "GET", "/health").body());
      Answer ready = get(relay, "GET", "/health/ready");
      assertEquals(200, ready.status());
      assertEquals("{\"status\":\"ready\",\"components\":{\"store\":\"up\"}}", ready.body());
      memory.jobs().setAvailable(false);
      assertEquals(503, get(relay, "GET", "/health/ready").status());
      assertEquals(200, get(relay, "GET", "/health").status());
      Answer post = get(relay, "POST", "/health");
      assertEquals(405, post.status());
      assertEquals("GET, HEAD", post.header("allow"));
      assertEquals(404, get(relay, "GET", "/jsonrpc").status());
    }
  }

  @Test
  void close_tellsWatchersToComeBackThenClosesThePlatform() throws Exception {
    Keyring.Made key =
        memory.keyring().make(Fixtures.OWNER, "test", Set.of(Scope.WS_SUBSCRIBE), Optional.empty());
    DeployedRelay relay = DeployedRelay.start(SETTINGS, platform);
    try (WsClient client = WsClient.open(relay.port(), "X-API-Key: " + key.text().text())) {
      client.subscribe(1, JobId.next().value(), 1);
      client.next();
      Thread.startVirtualThread(relay::close);
      assertEquals("bye", client.nextJson().get("method").getAsString());
      Incoming close = client.close(true);
      assertEquals(CloseCode.RESTARTING.code(), close.closeCode());
      Fixture.await("the platform is closed", closed::get);
    }
  }

  @Test
  void start_portTaken_saysSoAndClosesThePlatform() throws Exception {
    try (ServerSocket taken = new ServerSocket()) {
      taken.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
      RelaySettings settings = SETTINGS.withAddress("127.0.0.1", taken.getLocalPort());
      IllegalStateException failure =
          assertThrows(IllegalStateException.class, () -> DeployedRelay.start(settings, platform));
      assertEquals(
          "cannot listen on 127.0.0.1:" + taken.getLocalPort() + ": the port is already in use",
          failure.getMessage());
      assertTrue(closed.get());
    }
  }

  @Test
  void settings_nothingSet_areThoseForCloudRun() {
    RelaySettings settings = RelayEnvironment.settings(new Environment(Map.of()));
    assertEquals("0.0.0.0", settings.host());
    assertEquals(8080, settings.port());
    assertEquals(900, settings.watch().maxConnections());
    assertEquals(Duration.ofMinutes(50), settings.watch().times().lifeMin());
    assertEquals(Duration.ofMinutes(58), settings.watch().times().lifeMax());
    assertEquals(Duration.ofSeconds(10), settings.hub().silence());
    assertEquals(Set.of(), settings.watch().allowedOrigins());
  }

  @Test
  void settings_allSet_areTaken() {
    RelaySettings settings =
        RelayEnvironment.settings(
            new Environment(
                Map.of(
                    "PORT", "9000",
                    "GATEWAY_ALLOWED_ORIGINS", "https://a.example, https://b.example",
                    "GATEWAY_MAX_CONNECTIONS", "10",
                    "GATEWAY_CONNECTION_LIFE_SECONDS", "580",
                    "GATEWAY_SILENCE_SECONDS", "3")));
    assertEquals(9000, settings.port());
    assertEquals(
        Set.of("https://a.example", "https://b.example"), settings.watch().allowedOrigins());
    assertEquals(10, settings.watch().maxConnections());
    assertEquals(Duration.ofSeconds(500), settings.watch().times().lifeMin());
    assertEquals(Duration.ofSeconds(580), settings.watch().times().lifeMax());
    assertEquals(Duration.ofSeconds(3), settings.hub().silence());
  }

  @Test
  void settings_bad_areAllNamed() {
    IllegalStateException failure =
        assertThrows(
            IllegalStateException.class,
            () -> DeployedRelay.start(Map.of("PORT", "http", "GATEWAY_MAX_CONNECTIONS", "0")));
    assertEquals(
        "GATEWAY_MAX_CONNECTIONS must be an integer from 1 to 100000;"
            + " PORT must be an integer from 0 to 65535",
        failure.getMessage());
  }

  private static Answer get(DeployedRelay relay, String method, String path) throws IOException {
    try (RawHttp http = RawHttp.open(relay.port())) {
      return http.send(
              "%s %s HTTP/1.1\r\nHost: localhost\r\nContent-Length: 0\r\n\r\n"
                  .formatted(method, path))
          .answer();
    }
  }
}
