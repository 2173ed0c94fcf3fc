package dev.codexgateway.cli;

import com.google.gson.JsonObject;
import java.io.IOException;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/**
 * {@code endpoint.json} in the data directory, which a running {@code gateway serve} keeps for its
 * lifetime: {@code {"url":"http://localhost:8080","key":"gwk_..."}}. It lets the same user on the
 * same machine run commands without any set-up.
 *
 * <p>The default data directory is relative, so the file might lie in a directory that came from
 * somebody else. It is believed only when it is this user's own private file and names this very
 * machine; otherwise a downloaded directory could collect the caller's key or output.
 */
final class EndpointFile {
  static final String NAME = "endpoint.json";

  private static final Set<PosixFilePermission> OWNER_ONLY =
      EnumSet.of(
          PosixFilePermission.OWNER_READ,
          PosixFilePermission.OWNER_WRITE,
          PosixFilePermission.OWNER_EXECUTE);

  private EndpointFile() {}

  /**
   * The endpoint of the gateway that runs on {@code dataDirectory}; empty when there is no such
   * file.
   *
   * @throws CliException when the file is there but not to be trusted or not readable
   */
  static Optional<Endpoint> read(Path dataDirectory) throws CliException {
    Path file = dataDirectory.resolve(NAME);
    try {
      if (!Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
        return Optional.empty();
      }
      requirePrivate(file);
      return Optional.of(parse(file, Files.readString(file, StandardCharsets.UTF_8)));
    } catch (IOException e) {
      throw refused(file, "cannot be read: " + IoProblem.describe(e));
    }
  }

  private static void requirePrivate(Path file) throws IOException, CliException {
    PosixFileAttributes attributes =
        Files.readAttributes(file, PosixFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
    if (!attributes.isRegularFile()) {
      throw refused(file, "is not a regular file");
    }
    if (!OWNER_ONLY.containsAll(attributes.permissions())) {
      throw refused(file, "is readable by others (its mode should be 0600)");
    }
    if (mayReadForeignFiles() && !attributes.owner().getName().equals("root")) {
      throw refused(file, "belongs to another user");
    }
  }

  /** Anybody else who can read a file of mode 0600 owns it. */
  private static boolean mayReadForeignFiles() {
    return "root".equals(System.getProperty("user.name"));
  }

  private static Endpoint parse(Path file, String text) throws CliException {
    JsonObject json = Json.parseObject(text).orElseThrow(() -> refused(file, "is not JSON"));
    URI url = ConnectionOptions.url(Json.string(json, "url").orElse(""), file.toString());
    String key = ConnectionOptions.key(Json.string(json, "key").orElse(""), file.toString());
    if (!isThisMachine(url.getHost())) {
      throw refused(file, "points to another machine: " + url);
    }
    return new Endpoint(url, key, true);
  }

  /** Only addresses that need no name lookup, whose answer could be anyone's. */
  private static boolean isThisMachine(String host) {
    if (host.equals("localhost")) {
      return true;
    }
    try {
      InetAddress address = InetAddress.ofLiteral(host);
      return address.isLoopbackAddress() || NetworkInterface.getByInetAddress(address) != null;
    } catch (IllegalArgumentException | SocketException e) {
      return false;
    }
  }

  private static CliException refused(Path file, String why) {
    return new CliException(
        ExitCode.CONFIG, file + " " + why + "; set GATEWAY_URL and GATEWAY_API_KEY instead");
  }
}
