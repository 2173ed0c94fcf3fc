package dev.codexgateway.cli;

import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Option;

/**
 * Which gateway a command talks to, and with which key. There is no option that takes the key
 * itself: every user of the machine can read the arguments of every process.
 */
final class ConnectionOptions {
  static final String DEFAULT_URL = "http://localhost:8080";

  @Option(
      names = "--url",
      paramLabel = "URL",
      description = "The gateway to talk to (GATEWAY_URL; default: the one running here).")
  private Optional<String> url = Optional.empty();

  @Option(
      names = "--key-file",
      paramLabel = "FILE",
      description = "Read the API key from this file instead of GATEWAY_API_KEY.")
  private Optional<String> keyFile = Optional.empty();

  @Option(
      names = "--data",
      paramLabel = "DIR",
      description = "Data directory of the gateway running here (GATEWAY_DATA; default: .gateway).")
  private Optional<String> data = Optional.empty();

  GatewayClient connect(Surroundings surroundings) throws CliException {
    return new GatewayClient(endpoint(surroundings), () -> endpoint(surroundings));
  }

  /**
   * Each of URL and key comes from its option, else from the environment, else from the gateway
   * that runs here. The local gateway's key goes to the local gateway only.
   */
  Endpoint endpoint(Surroundings surroundings) throws CliException {
    Optional<URI> givenUrl = givenUrl(surroundings);
    Optional<String> givenKey = givenKey(surroundings);
    if (givenUrl.isPresent() && givenKey.isPresent()) {
      return new Endpoint(givenUrl.get(), givenKey.get(), false);
    }
    Path directory = dataDirectory(surroundings);
    Optional<Endpoint> local = EndpointFile.read(directory);
    URI target =
        givenUrl.or(() -> local.map(Endpoint::url)).orElseGet(() -> URI.create(DEFAULT_URL));
    return givenKey
        .map(key -> new Endpoint(target, key, false))
        .or(() -> local.filter(here -> here.url().equals(target)))
        .orElseThrow(() -> noKey(target, directory));
  }

  private Optional<URI> givenUrl(Surroundings surroundings) throws CliException {
    if (url.isPresent()) {
      return Optional.of(url(url.get(), "--url"));
    }
    Optional<String> variable = surroundings.variable("GATEWAY_URL");
    return variable.isPresent()
        ? Optional.of(url(variable.get(), "GATEWAY_URL"))
        : Optional.empty();
  }

  private Optional<String> givenKey(Surroundings surroundings) throws CliException {
    if (keyFile.isPresent()) {
      return Optional.of(readKey(surroundings.directory().resolve(keyFile.get())));
    }
    Optional<String> variable = surroundings.variable("GATEWAY_API_KEY");
    return variable.isPresent()
        ? Optional.of(key(variable.get(), "GATEWAY_API_KEY"))
        : Optional.empty();
  }

  private Path dataDirectory(Surroundings surroundings) {
    String name = data.or(() -> surroundings.variable("GATEWAY_DATA")).orElse(".gateway");
    return surroundings.directory().resolve(name);
  }

  private static String readKey(Path file) throws CliException {
    try {
      return key(Files.readString(file).strip(), "--key-file " + file);
    } catch (IOException e) {
      throw new CliException(
          ExitCode.NO_PERMISSION, "--key-file " + file + ": " + IoProblem.describe(e), e);
    }
  }

  /** The key's text, checked so that no later error message has a reason to quote it. */
  static String key(String text, String source) throws CliException {
    if (text.isEmpty() || !text.chars().allMatch(c -> c > ' ' && c < 0x7f)) {
      throw new CliException(
          ExitCode.NO_PERMISSION, source + " holds no API key (one word of ASCII characters)");
    }
    return text;
  }

  static URI url(String text, String source) throws CliException {
    try {
      URI url = new URI(text.replaceFirst("/+$", ""));
      boolean web = "http".equals(url.getScheme()) || "https".equals(url.getScheme());
      if (web
          && url.getHost() != null
          && url.getRawUserInfo() == null
          && url.getRawQuery() == null
          && url.getRawFragment() == null) {
        return url;
      }
    } catch (URISyntaxException e) {
      // Answered below, with the same words as for any other text that is no such URL.
    }
    throw new CliException(
        ExitCode.USAGE, source + " must be like http://localhost:8080 or https://host/path");
  }

  private static CliException noKey(URI target, Path directory) {
    return new CliException(
        ExitCode.NO_PERMISSION,
        "no API key for %s: set GATEWAY_API_KEY or --key-file, or start a gateway with"
                .formatted(target)
            + " 'gateway serve' (none is running on %s)".formatted(directory));
  }
}
