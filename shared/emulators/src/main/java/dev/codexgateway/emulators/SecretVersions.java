package dev.codexgateway.emulators;

import com.google.cloud.secretmanager.v1.SecretVersion;
import com.google.protobuf.ByteString;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The secrets of all projects. Guarded by itself. */
final class SecretVersions {
  private static final Pattern NAME =
      Pattern.compile("(projects/[^/]+/secrets/[^/]+)(?:/versions/([^/]+))?");

  private final Map<String, List<Version>> secrets = new HashMap<>();

  /** One of a secret's values; its number is its place, from 1. */
  private static final class Version {
    private final ByteString value;
    private boolean isEnabled = true;

    Version(ByteString value) {
      this.value = value;
    }
  }

  /**
   * @param version a number, or {@code latest}
   */
  private record Place(String secret, String version) {}

  private static Place parse(String name) {
    Matcher matcher = NAME.matcher(name);
    if (!matcher.matches()) {
      throw refusal(Status.INVALID_ARGUMENT, "not a secret: " + name);
    }
    String version = matcher.group(2);
    return new Place(matcher.group(1), version == null ? "latest" : version);
  }

  private static StatusRuntimeException refusal(Status status, String message) {
    return status.withDescription(message).asRuntimeException();
  }

  synchronized void create(String secret) {
    secrets.putIfAbsent(secret, new ArrayList<>());
  }

  /**
   * @return the full name of the new version
   */
  synchronized String add(String secret, ByteString value) {
    List<Version> versions = versions(secret);
    versions.add(new Version(value));
    return secret + "/versions/" + versions.size();
  }

  synchronized void setEnabled(String name, boolean isEnabled) {
    find(parse(name)).isEnabled = isEnabled;
  }

  /** As the service does, {@code latest} is the newest version even where that is disabled. */
  synchronized ByteString access(String name) {
    Version version = find(parse(name));
    if (!version.isEnabled) {
      throw refusal(
          Status.FAILED_PRECONDITION, "Secret Version [" + name + "] is in DISABLED state.");
    }
    return version.value;
  }

  /** The full name of a version, with its number. */
  synchronized String fullName(String name) {
    Place place = parse(name);
    return place.version().equals("latest")
        ? place.secret() + "/versions/" + versions(place.secret()).size()
        : name;
  }

  /** Newest first, as the service lists them. */
  synchronized List<SecretVersion> list(String secret, boolean onlyEnabled) {
    List<Version> versions = versions(secret);
    List<SecretVersion> listed = new ArrayList<>();
    for (int number = versions.size(); number > 0; number--) {
      Version version = versions.get(number - 1);
      if (version.isEnabled || !onlyEnabled) {
        listed.add(
            SecretVersion.newBuilder()
                .setName(secret + "/versions/" + number)
                .setState(
                    version.isEnabled ? SecretVersion.State.ENABLED : SecretVersion.State.DISABLED)
                .build());
      }
    }
    return listed;
  }

  private Version find(Place place) {
    List<Version> versions = versions(place.secret());
    int number =
        place.version().equals("latest") ? versions.size() : Integer.parseInt(place.version());
    if (number < 1 || number > versions.size()) {
      throw refusal(
          Status.NOT_FOUND,
          "Secret [" + place.secret() + "] not found or has no version " + place.version());
    }
    return versions.get(number - 1);
  }

  private List<Version> versions(String secret) {
    List<Version> versions = secrets.get(secret);
    if (versions == null) {
      throw refusal(Status.NOT_FOUND, "Secret [" + secret + "] not found.");
    }
    return versions;
  }
}
