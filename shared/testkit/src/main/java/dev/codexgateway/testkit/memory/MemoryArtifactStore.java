package dev.codexgateway.testkit.memory;

import dev.codexgateway.core.artifact.Artifact;
import dev.codexgateway.core.artifact.ArtifactStore;
import dev.codexgateway.core.job.Lease;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Files as byte arrays. Its URLs have the right shape and lead nowhere. */
public final class MemoryArtifactStore implements ArtifactStore {
  private final InstantSource clock;
  private final Map<Key, byte[]> files = new ConcurrentHashMap<>();

  private record Key(Lease lease, String name) {}

  public MemoryArtifactStore(InstantSource clock) {
    this.clock = clock;
  }

  @Override
  public Artifact put(Lease lease, String name, Path file, String contentType) throws IOException {
    if (!isHonest(name)) {
      throw new IOException("not a name for an artifact");
    }
    if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
      throw new IOException("not a regular file");
    }
    byte[] bytes = Files.readAllBytes(file);
    if (files.putIfAbsent(new Key(lease, name), bytes) != null) {
      throw new FileAlreadyExistsException(name);
    }
    return new Artifact(name, bytes.length, sha256(bytes), contentType);
  }

  private static boolean isHonest(String name) {
    return name.indexOf('\0') < 0
        && Arrays.stream(name.split("/", -1))
            .noneMatch(part -> part.isEmpty() || part.equals(".") || part.equals(".."));
  }

  @Override
  public InputStream open(Lease lease, String name) throws IOException {
    byte[] bytes = files.get(new Key(lease, name));
    if (bytes == null) {
      throw new NoSuchFileException(name);
    }
    return new ByteArrayInputStream(bytes);
  }

  @Override
  public SignedUrl sign(Lease lease, Artifact artifact, Duration life) {
    Instant expiresAt = clock.instant().plus(life);
    String path = "/artifacts/" + lease.jobId() + "/" + lease.attempt() + "/" + artifact.name();
    String query = "expires=" + expiresAt.getEpochSecond();
    try {
      return new SignedUrl(new URI("http", "artifacts.invalid", path, query, null), expiresAt);
    } catch (URISyntaxException e) {
      throw new IllegalArgumentException("not a name for an artifact", e);
    }
  }

  private static String sha256(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
