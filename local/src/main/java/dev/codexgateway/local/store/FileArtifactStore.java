package dev.codexgateway.local.store;

import dev.codexgateway.core.artifact.Artifact;
import dev.codexgateway.core.artifact.ArtifactStore;
import dev.codexgateway.core.job.Lease;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * Artifacts as files {@code <root>/<job>/<attempt>/<name>}. A file appears under its name whole,
 * once, and on the disk: it is copied beside, synced, and then renamed.
 */
public final class FileArtifactStore implements ArtifactStore {
  private static final int COPY_BYTES = 64 * 1024;
  private static final FileAttribute<Set<PosixFilePermission>> PRIVATE_DIRECTORY =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));
  private static final FileAttribute<Set<PosixFilePermission>> PRIVATE_FILE =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));

  private final Path root;
  private final Path incoming;
  private final ArtifactUrls urls;
  private final Supplier<URI> baseUrl;
  private final InstantSource clock;

  /** Guards "is there none yet, then rename"; only this process writes below the root. */
  private final Object naming = new Object();

  /**
   * @param root created where missing; what a crash left half-copied in it is removed
   * @param key signs the URLs; those signed with another key do not work
   * @param baseUrl where the gateway is reached, asked at each signing
   * @throws IllegalStateException with one clear line where the directory cannot be used
   */
  public FileArtifactStore(Path root, byte[] key, Supplier<URI> baseUrl, InstantSource clock) {
    this.root = root;
    this.incoming = root.resolve(".incoming");
    this.urls = new ArtifactUrls(key);
    this.baseUrl = baseUrl;
    this.clock = clock;
    try {
      Files.createDirectories(incoming, PRIVATE_DIRECTORY);
      removeHalfCopied();
    } catch (IOException e) {
      throw new IllegalStateException(
          "cannot use " + root + " for artifacts: " + e.getMessage(), e);
    }
  }

  private void removeHalfCopied() throws IOException {
    try (Stream<Path> left = Files.list(incoming)) {
      for (Path file : left.toList()) {
        Files.delete(file);
      }
    }
  }

  @Override
  public Artifact put(Lease lease, String name, Path file, String contentType) throws IOException {
    Path target = place(lease, name);
    if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
      throw Files.exists(file, LinkOption.NOFOLLOW_LINKS)
          ? new FileSystemException(name, null, "not a regular file")
          : new NoSuchFileException(name);
    }
    Path copy = Files.createTempFile(incoming, "", "", PRIVATE_FILE);
    try {
      Copied copied = copy(file, copy);
      Files.createDirectories(parent(target), PRIVATE_DIRECTORY);
      moveToFreeName(copy, target, name);
      syncNewNames(target);
      return new Artifact(name, copied.sizeBytes(), copied.sha256(), contentType);
    } finally {
      Files.deleteIfExists(copy);
    }
  }

  private record Copied(long sizeBytes, String sha256) {}

  private static Copied copy(Path from, Path to) throws IOException {
    MessageDigest digest = sha256();
    long size = 0;
    try (FileChannel in =
            FileChannel.open(from, StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS);
        FileChannel out = FileChannel.open(to, StandardOpenOption.WRITE)) {
      ByteBuffer buffer = ByteBuffer.allocate(COPY_BYTES);
      while (in.read(buffer.clear()) >= 0) {
        digest.update(buffer.flip());
        size += buffer.rewind().remaining();
        while (buffer.hasRemaining()) {
          out.write(buffer);
        }
      }
      out.force(true);
    }
    return new Copied(size, HexFormat.of().formatHex(digest.digest()));
  }

  private void moveToFreeName(Path copy, Path target, String name) throws IOException {
    synchronized (naming) {
      if (Files.exists(target, LinkOption.NOFOLLOW_LINKS)) {
        throw new FileAlreadyExistsException(name);
      }
      Files.move(copy, target, StandardCopyOption.ATOMIC_MOVE);
    }
  }

  /** The directories between may be new too. */
  private void syncNewNames(Path target) throws IOException {
    for (Path directory = parent(target); !directory.equals(root); directory = parent(directory)) {
      DurableFiles.syncDirectory(directory);
    }
    DurableFiles.syncDirectory(root);
  }

  @Override
  public InputStream open(Lease lease, String name) throws IOException {
    return Files.newInputStream(find(lease, name), LinkOption.NOFOLLOW_LINKS);
  }

  private Path find(Lease lease, String name) throws IOException {
    Path file = place(lease, name);
    if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
      throw new NoSuchFileException(name);
    }
    return file;
  }

  @Override
  public SignedUrl sign(Lease lease, Artifact artifact, Duration life) {
    Instant expiresAt = Instant.ofEpochSecond(clock.instant().plus(life).getEpochSecond());
    ArtifactUrls.Target target = new ArtifactUrls.Target(lease, artifact.name());
    return new SignedUrl(urls.sign(baseUrl.get(), target, expiresAt), expiresAt);
  }

  /**
   * A file to be served.
   *
   * @param name relative path inside the job directory, with {@code /}
   */
  public record Download(Lease lease, String name, Path file) {}

  /**
   * The file that a signed URL leads to.
   *
   * @param rawPath as in the request line, beginning with {@code /artifacts/}
   * @param rawQuery as in the request line, without the question mark; empty where there is none
   * @return empty where the URL was not signed by us, has expired, or the file is gone; to the
   *     caller all are one
   */
  public Optional<Download> verify(String rawPath, String rawQuery) {
    return urls.verify(rawPath, rawQuery, clock.instant()).flatMap(this::download);
  }

  private Optional<Download> download(ArtifactUrls.Target target) {
    try {
      Path file = find(target.lease(), target.name());
      return Optional.of(new Download(target.lease(), target.name(), file));
    } catch (IOException _) {
      return Optional.empty();
    }
  }

  private Path place(Lease lease, String name) throws IOException {
    List<String> parts = Arrays.asList(name.split("/", -1));
    if (parts.stream().anyMatch(FileArtifactStore::leadsElsewhere)) {
      throw new FileSystemException("", null, "not a relative path inside the job directory");
    }
    return root.resolve(lease.jobId().value())
        .resolve(Integer.toString(lease.attempt()))
        .resolve(name);
  }

  private static boolean leadsElsewhere(String part) {
    return part.isEmpty() || part.equals(".") || part.equals("..") || part.indexOf('\0') >= 0;
  }

  private static Path parent(Path path) throws IOException {
    Path parent = path.getParent();
    if (parent == null) {
      throw new FileSystemException("has no directory");
    }
    return parent;
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
