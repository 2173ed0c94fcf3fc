package dev.codexgateway.local;

import dev.codexgateway.core.hook.DeliveryStore;
import dev.codexgateway.core.secret.Secret;
import dev.codexgateway.core.secret.SecretVariable;
import dev.codexgateway.local.store.InboxLimits;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Settings of the one-machine gateway, from the environment. The README has the table.
 *
 * @param host address to listen on
 * @param port 0 means any that is free
 * @param dataDirectory everything that is kept
 * @param configFile {@code gateway.yaml}
 * @param secretVariables secrets that the environment gives, by the variable's name
 * @param secretsDirectory secrets in files
 * @param adminKey the first admin key; without it one is made at the first start
 * @param workers how many jobs run at once; 0 takes jobs in without running them
 * @param allowedOrigins of web pages, besides the gateway's own, that may watch
 * @param inbox how long and how much the webhook inbox keeps
 * @param publicUrl how the outside reaches the gateway, for URLs in answers
 */
public record LocalSettings(
    String host,
    int port,
    Path dataDirectory,
    Path configFile,
    Map<String, Secret> secretVariables,
    Path secretsDirectory,
    Optional<Secret> adminKey,
    int workers,
    Set<String> allowedOrigins,
    InboxLimits inbox,
    Optional<URI> publicUrl) {
  static final int MIN_ADMIN_KEY_CHARS = 32;
  private static final int DEFAULT_WORKERS = 16;
  private static final int LEAST_INBOX_DAYS = (int) DeliveryStore.REMEMBERED.toDays();
  private static final int DEFAULT_INBOX_MIB = 1024;
  private static final Pattern HOST =
      Pattern.compile("[A-Za-z0-9._-]+|[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*");

  public LocalSettings {
    secretVariables = Map.copyOf(secretVariables);
    allowedOrigins = Set.copyOf(allowedOrigins);
  }

  /** As far as it is known before the server listens. */
  URI url() {
    return url(port);
  }

  URI url(int actualPort) {
    return publicUrl.orElseGet(() -> localUrl(actualPort));
  }

  /** How this machine reaches the gateway, whatever the outside calls it. */
  URI localUrl(int actualPort) {
    return URI.create("http://" + reachableHost() + ":" + actualPort);
  }

  private String reachableHost() {
    return switch (host) {
      case "127.0.0.1", "0.0.0.0", "::" -> "localhost";
      default -> host.contains(":") ? "[" + host + "]" : host;
    };
  }

  /**
   * @throws StartupException that names every variable with a bad value
   */
  public static LocalSettings from(Map<String, String> env) throws StartupException {
    Reader reader = new Reader(env);
    Path data = reader.path("GATEWAY_DATA").orElse(Path.of(".gateway"));
    LocalSettings settings =
        new LocalSettings(
            reader.host().orElse("127.0.0.1"),
            reader.integer("GATEWAY_PORT", 0, 65535, 8080),
            data,
            reader.path("GATEWAY_CONFIG").orElseGet(() -> defaultConfig(reader)),
            reader.secrets(),
            reader.path("GATEWAY_SECRETS_DIR").orElse(data.resolve("secrets")),
            reader.adminKey(),
            reader.integer("GATEWAY_WORKERS", 0, 1000, DEFAULT_WORKERS),
            reader.origins(),
            reader.inbox(),
            reader.webAddress("GATEWAY_PUBLIC_URL"));
    reader.check();
    return settings;
  }

  /** {@code gateway.yaml} here, or else the one that came with the gateway. */
  private static Path defaultConfig(Reader reader) {
    Path here = Path.of("gateway.yaml");
    return Files.exists(here)
        ? here
        : reader.path("GATEWAY_HOME").map(home -> home.resolve("gateway.yaml")).orElse(here);
  }

  private record Reader(Map<String, String> env, List<String> problems) {
    Reader(Map<String, String> env) {
      this(env, new ArrayList<>());
    }

    Optional<String> text(String name) {
      return Optional.ofNullable(env.get(name)).map(String::strip).filter(text -> !text.isEmpty());
    }

    int integer(String name, int min, int max, int otherwise) {
      Optional<String> text = text(name);
      if (text.isEmpty()) {
        return otherwise;
      }
      try {
        int value = Integer.parseInt(text.get());
        if (value >= min && value <= max) {
          return value;
        }
      } catch (NumberFormatException _) {
        // Told below, like a number out of bounds.
      }
      problems.add(name + " must be an integer from " + min + " to " + max);
      return otherwise;
    }

    Optional<String> host() {
      Optional<String> host = text("GATEWAY_HOST");
      if (host.filter(text -> !HOST.matcher(text).matches()).isPresent()) {
        problems.add("GATEWAY_HOST must be a host name or an IP address");
      }
      return host.filter(text -> HOST.matcher(text).matches());
    }

    Optional<Path> path(String name) {
      try {
        return text(name).map(Path::of);
      } catch (InvalidPathException e) {
        problems.add(name + " is not a path");
        return Optional.empty();
      }
    }

    Map<String, Secret> secrets() {
      return env.entrySet().stream()
          .filter(entry -> entry.getKey().startsWith(SecretVariable.PREFIX))
          .collect(Collectors.toMap(Map.Entry::getKey, entry -> new Secret(entry.getValue())));
    }

    Optional<Secret> adminKey() {
      Optional<String> key = text("GATEWAY_API_KEY");
      if (key.filter(text -> text.length() < MIN_ADMIN_KEY_CHARS).isPresent()) {
        problems.add("GATEWAY_API_KEY must have at least " + MIN_ADMIN_KEY_CHARS + " characters");
      }
      if (key.filter(text -> !text.chars().allMatch(c -> c > ' ' && c < 0x7f)).isPresent()) {
        problems.add("GATEWAY_API_KEY must be printable ASCII without spaces");
      }
      return key.map(Secret::new);
    }

    Set<String> origins() {
      return text("GATEWAY_ALLOWED_ORIGINS").stream()
          .flatMap(list -> Arrays.stream(list.split(",")))
          .map(String::strip)
          .filter(origin -> !origin.isEmpty())
          .collect(Collectors.toSet());
    }

    /** At least one delivery of the largest size must find room, and a few more. */
    InboxLimits inbox() {
      int days = integer("GATEWAY_INBOX_DAYS", LEAST_INBOX_DAYS, 365, LEAST_INBOX_DAYS);
      int mebibytes = integer("GATEWAY_INBOX_MIB", 64, 1024 * 1024, DEFAULT_INBOX_MIB);
      return new InboxLimits(Duration.ofDays(days), mebibytes * 1024L * 1024L);
    }

    Optional<URI> webAddress(String name) {
      Optional<String> text = text(name);
      Optional<URI> address = text.flatMap(Reader::parsed).filter(Reader::isWebAddress);
      if (text.isPresent() && address.isEmpty()) {
        problems.add(name + " must be a URL such as https://gateway.example");
      }
      return address;
    }

    private static Optional<URI> parsed(String text) {
      try {
        return Optional.of(new URI(text));
      } catch (URISyntaxException _) {
        return Optional.empty();
      }
    }

    private static boolean isWebAddress(URI uri) {
      boolean isHttp = "http".equals(uri.getScheme()) || "https".equals(uri.getScheme());
      boolean isBase = uri.getQuery() == null && uri.getFragment() == null;
      return isHttp && isBase && uri.getHost() != null && uri.getUserInfo() == null;
    }

    void check() throws StartupException {
      if (!problems.isEmpty()) {
        throw new StartupException(String.join(System.lineSeparator(), problems));
      }
    }
  }
}
