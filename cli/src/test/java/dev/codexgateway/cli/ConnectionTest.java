package dev.codexgateway.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Where URL and key come from, and what is said when there is none or nobody answers. */
class ConnectionTest {
  private final FakeGateway gateway = new FakeGateway();
  private final Cli cli = new Cli();
  @TempDir private Path directory = Path.of("");

  @BeforeEach
  void start() {
    cli.directory = directory;
    gateway.onCall("command.list", "{\"commands\":[]}");
  }

  @AfterEach
  void stop() throws IOException {
    gateway.close();
  }

  @Test
  void localGateway_isFoundByItsEndpointFile() throws IOException {
    endpointFile(".gateway", gateway.url(), FakeGateway.KEY, "rw-------");
    assertEquals(0, cli.run("commands").exitCode());
  }

  @Test
  void localGateway_isFoundInTheGivenDataDirectory() throws IOException {
    endpointFile("elsewhere", gateway.url(), FakeGateway.KEY, "rw-------");
    assertEquals(0, cli.run("commands", "--data", "elsewhere").exitCode());
    Cli other = new Cli();
    other.directory = directory;
    other.env.put("GATEWAY_DATA", directory.resolve("elsewhere").toString());
    assertEquals(0, other.run("commands").exitCode());
  }

  @Test
  void environment_winsOverTheEndpointFile() throws IOException {
    endpointFile(".gateway", "http://localhost:1", "wrong", "rw-------");
    cli.env.put("GATEWAY_URL", gateway.url() + "/");
    cli.env.put("GATEWAY_API_KEY", FakeGateway.KEY);
    assertEquals(0, cli.run("commands").exitCode());
  }

  @Test
  void options_winOverTheEnvironment() throws IOException {
    cli.env.put("GATEWAY_URL", "http://localhost:1");
    cli.env.put("GATEWAY_API_KEY", "wrong");
    Files.writeString(directory.resolve("key"), FakeGateway.KEY + "\n");
    Cli.Result result = cli.run("commands", "--url", gateway.url(), "--key-file", "key");
    assertEquals(0, result.exitCode(), result.err());
  }

  @Test
  void localKey_doesNotGoToAnotherGateway() throws IOException {
    endpointFile(".gateway", "http://localhost:1", FakeGateway.KEY, "rw-------");
    Cli.Result result = cli.run("commands", "--url", gateway.url());
    assertEquals(ExitCode.NO_PERMISSION, result.exitCode());
    assertTrue(result.err().startsWith("gateway: no API key for " + gateway.url()), result.err());
  }

  @Test
  void endpointFileReadableByOthers_isRefused() throws IOException {
    endpointFile(".gateway", gateway.url(), FakeGateway.KEY, "rw-r--r--");
    assertRefused("is readable by others");
  }

  @Test
  void endpointFileThatIsALink_isRefused() throws IOException {
    endpointFile("elsewhere", gateway.url(), FakeGateway.KEY, "rw-------");
    Files.createDirectory(directory.resolve(".gateway"));
    Files.createSymbolicLink(
        directory.resolve(".gateway/endpoint.json"), directory.resolve("elsewhere/endpoint.json"));
    assertRefused("is not a regular file");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"http://example.com:8080", "http://192.0.2.1", "https://localhost.evil.test"})
  void endpointFileThatPointsElsewhere_isRefused(String url) throws IOException {
    endpointFile(".gateway", url, FakeGateway.KEY, "rw-------");
    assertRefused("points to another machine");
  }

  @Test
  void endpointFileThatIsNoJson_isRefused() throws IOException {
    endpointFile(".gateway", gateway.url(), FakeGateway.KEY, "rw-------");
    Files.writeString(directory.resolve(".gateway/endpoint.json"), "{");
    assertRefused("is not JSON");
  }

  @Test
  void noKeyAnywhere_saysWhatToDo() {
    Cli.Result result = cli.run("commands");
    assertEquals(ExitCode.NO_PERMISSION, result.exitCode());
    assertEquals(1, result.err().lines().count());
    for (String way : new String[] {"GATEWAY_API_KEY", "--key-file", "gateway serve"}) {
      assertTrue(result.err().contains(way), result.err());
    }
  }

  @Test
  void keyThatIsNoKey_isNeverShown() {
    cli.env.put("GATEWAY_API_KEY", "secret\nsecret");
    Cli.Result result = cli.run("commands", "--url", gateway.url());
    assertEquals(ExitCode.NO_PERMISSION, result.exitCode());
    assertFalse(result.err().contains("secret"), result.err());
  }

  @Test
  void missingKeyFile_isNamed() {
    Cli.Result result = cli.run("commands", "--key-file", "nowhere");
    assertEquals(ExitCode.NO_PERMISSION, result.exitCode());
    assertTrue(result.err().endsWith("nowhere: no such file\n"), result.err());
  }

  @Test
  void wrongKey_isExitCode77() {
    cli.env.put("GATEWAY_URL", gateway.url());
    cli.env.put("GATEWAY_API_KEY", "wrong");
    Cli.Result result = cli.run("commands");
    assertEquals(ExitCode.NO_PERMISSION, result.exitCode());
    assertEquals(
        "gateway: Missing or invalid API key (check GATEWAY_API_KEY or --key-file)\n",
        result.err());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"localhost:8080", "ftp://localhost", "http://", "http://u@h", "http://h?q=1", " "})
  void badUrl_isMisuse(String url) {
    cli.env.put("GATEWAY_API_KEY", "key");
    Cli.Result result = cli.run("commands", "--url", url);
    assertEquals(ExitCode.USAGE, result.exitCode());
    assertTrue(result.err().startsWith("gateway: --url must be like http"), result.err());
  }

  @Test
  void nobodyListening_isExitCode69() throws IOException {
    int port = freePort();
    cli.env.put("GATEWAY_API_KEY", "key");
    Cli.Result result = cli.run("commands", "--url", "http://localhost:" + port);
    assertEquals(ExitCode.UNAVAILABLE, result.exitCode());
    assertTrue(
        result.err().startsWith("gateway: cannot connect to http://localhost:" + port),
        result.err());
    assertEquals(1, result.err().lines().count());
  }

  @Test
  void unknownHost_isNamed() {
    cli.env.put("GATEWAY_API_KEY", "key");
    Cli.Result result = cli.run("commands", "--url", "http://no-such-host.invalid");
    assertEquals(ExitCode.UNAVAILABLE, result.exitCode());
    assertEquals("gateway: unknown host in http://no-such-host.invalid\n", result.err());
  }

  @Test
  void otherServer_isExitCode76() {
    cli.env.put("GATEWAY_API_KEY", FakeGateway.KEY);
    Cli.Result result = cli.run("commands", "--url", gateway.url() + "/elsewhere");
    assertEquals(ExitCode.PROTOCOL, result.exitCode());
    assertTrue(result.err().contains("does not answer like a gateway (HTTP 404)"), result.err());
  }

  private void assertRefused(String why) {
    Cli.Result result = cli.run("commands");
    assertEquals(ExitCode.CONFIG, result.exitCode());
    assertTrue(result.err().contains(why), result.err());
    assertFalse(result.err().contains(FakeGateway.KEY), result.err());
    assertEquals(0, gateway.calls().size());
  }

  private void endpointFile(String data, String url, String key, String mode) throws IOException {
    Path file = Files.createDirectories(directory.resolve(data)).resolve("endpoint.json");
    Files.writeString(file, "{\"url\":\"%s\",\"key\":\"%s\"}".formatted(url, key));
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(mode));
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }
}
