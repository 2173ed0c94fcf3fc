package dev.codexgateway.emulators;

import java.io.File;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * An installed gcloud SDK, which carries the emulators as jars.
 *
 * @param root the directory that holds {@code platform/}
 */
public record GcloudSdk(Path root) {
  private static final String USUAL_PLACES =
      "/usr/share/google-cloud-sdk:/opt/google-cloud-sdk:/google-cloud-sdk"
          + ":/usr/local/share/google-cloud-sdk:/opt/homebrew/share/google-cloud-sdk"
          + ":/snap/google-cloud-cli/current:/snap/google-cloud-sdk/current";

  /** As the environment of this process says. */
  public static Optional<GcloudSdk> find() {
    return find(System.getenv());
  }

  /**
   * The first that exists of: {@code GATEWAY_GCLOUD_SDK}, {@code CLOUDSDK_ROOT_DIR}, where {@code
   * gcloud} on the {@code PATH} really lies, the home directory, usual places.
   */
  public static Optional<GcloudSdk> find(Map<String, String> env) {
    return Stream.of(
            variable(env, "GATEWAY_GCLOUD_SDK"),
            variable(env, "CLOUDSDK_ROOT_DIR"),
            paths(env.get("PATH")).flatMap(GcloudSdk::behindCommand),
            variable(env, "HOME").map(home -> home.resolve("google-cloud-sdk")),
            paths(USUAL_PLACES))
        .flatMap(places -> places)
        .filter(root -> Files.isDirectory(root.resolve("platform")))
        .findFirst()
        .map(GcloudSdk::new);
  }

  private static Stream<Path> variable(Map<String, String> env, String name) {
    String value = env.getOrDefault(name, "");
    return value.isBlank() ? Stream.empty() : Stream.of(Path.of(value));
  }

  private static Stream<Path> paths(@Nullable String list) {
    return list == null
        ? Stream.empty()
        : Stream.of(list.split(File.pathSeparator)).filter(p -> !p.isBlank()).map(Path::of);
  }

  /** {@code <root>/bin/gcloud}, behind any number of links. */
  private static Stream<Path> behindCommand(Path directory) {
    try {
      Path bin = directory.resolve("gcloud").toRealPath().getParent();
      return Stream.ofNullable(bin == null ? null : bin.getParent());
    } catch (IOException _) {
      return Stream.empty(); // no gcloud in this directory
    }
  }

  /**
   * @throws EmulatorMissingException where the component is not installed
   */
  Path firestoreJar() {
    Path directory = root.resolve("platform/cloud-firestore-emulator");
    return jar(directory, "cloud-firestore-emulator.jar", "cloud-firestore-emulator");
  }

  /**
   * @throws EmulatorMissingException where the component is not installed
   */
  Path pubSubJar() {
    Path directory = root.resolve("platform/pubsub-emulator/lib");
    return jar(directory, "cloud-pubsub-emulator-*-all.jar", "pubsub-emulator");
  }

  private static Path jar(Path directory, String glob, String component) {
    if (Files.isDirectory(directory)) {
      try (DirectoryStream<Path> found = Files.newDirectoryStream(directory, glob)) {
        for (Path jar : found) {
          return jar;
        }
      } catch (IOException e) {
        throw new EmulatorMissingException("cannot read " + directory + ": " + e.getMessage());
      }
    }
    throw new EmulatorMissingException(
        directory + " has no " + glob + "; gcloud components install " + component);
  }
}
