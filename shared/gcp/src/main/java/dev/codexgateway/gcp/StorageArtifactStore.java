package dev.codexgateway.gcp;

import com.google.auth.Credentials;
import com.google.auth.ServiceAccountSigner;
import com.google.cloud.WriteChannel;
import com.google.cloud.storage.Blob;
import com.google.cloud.storage.BlobInfo;
import com.google.cloud.storage.Storage;
import com.google.cloud.storage.Storage.BlobTargetOption;
import com.google.cloud.storage.Storage.BlobWriteOption;
import com.google.cloud.storage.Storage.SignUrlOption;
import com.google.cloud.storage.StorageException;
import dev.codexgateway.core.artifact.Artifact;
import dev.codexgateway.core.artifact.ArtifactStore;
import dev.codexgateway.core.job.Lease;
import dev.codexgateway.core.job.StoreUnavailableException;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * Artifacts as objects {@code <job>/<attempt>/<name>} of one bucket, each with its SHA-256 among
 * its metadata. An object is created on the condition that there is none, so that an upload may be
 * repeated: one that finds its own content there has succeeded.
 */
final class StorageArtifactStore implements ArtifactStore {
  /** How long a signed URL works at most. */
  static final Duration LONGEST_LIFE = Duration.ofMinutes(15);

  static final String SHA256 = "sha256";

  /** A file up to this size is sent in one request from memory; a larger one in pieces. */
  static final int SMALL_BYTES = 1024 * 1024;

  private static final int PIECE_BYTES = 8 * 1024 * 1024;
  private static final int NOT_FOUND = 404;
  private static final int PRECONDITION_FAILED = 412;

  private final Supplier<Storage> storage;
  private final Supplier<Optional<Credentials>> signer;
  private final String bucket;
  private final Optional<String> host;
  private final InstantSource clock;

  /**
   * @param signer credentials that sign URLs
   * @param host where URLs lead, instead of Cloud Storage's own host
   */
  StorageArtifactStore(
      Supplier<Storage> storage,
      Supplier<Optional<Credentials>> signer,
      String bucket,
      Optional<String> host,
      InstantSource clock) {
    this.storage = storage;
    this.signer = signer;
    this.bucket = bucket;
    this.host = host;
    this.clock = clock;
  }

  @Override
  public Artifact put(Lease lease, String name, Path file, String contentType) throws IOException {
    String object = ObjectNames.of(lease, name);
    requireRegularFile(file, name);
    try (FileChannel content =
        FileChannel.open(file, StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS)) {
      Digest digest = Digest.of(content);
      Artifact artifact = new Artifact(name, digest.sizeBytes(), digest.sha256(), contentType);
      upload(info(object, artifact), artifact, content.position(0));
      return artifact;
    }
  }

  private static void requireRegularFile(Path file, String name) throws IOException {
    if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
      throw Files.exists(file, LinkOption.NOFOLLOW_LINKS)
          ? new FileSystemException(name, null, "not a regular file")
          : new NoSuchFileException(name);
    }
  }

  private BlobInfo info(String object, Artifact artifact) {
    return BlobInfo.newBuilder(bucket, object)
        .setContentType(artifact.contentType())
        .setContentDisposition(ObjectNames.contentDisposition(artifact.name()))
        .setMetadata(Map.of(SHA256, artifact.sha256()))
        .build();
  }

  private void upload(BlobInfo info, Artifact artifact, FileChannel content) throws IOException {
    try {
      if (artifact.sizeBytes() <= SMALL_BYTES) {
        sendWhole(info, artifact, content);
      } else {
        sendInPieces(info, artifact, content);
      }
    } catch (StorageException e) {
      if (e.getCode() != PRECONDITION_FAILED) {
        throw failure(e);
      }
      if (!isStored(info, artifact)) {
        throw new FileAlreadyExistsException(artifact.name());
      }
    }
  }

  private void sendWhole(BlobInfo info, Artifact artifact, FileChannel content) throws IOException {
    byte[] bytes = Channels.newInputStream(content).readNBytes(SMALL_BYTES + 1);
    requireUnchanged(artifact, Digest.of(bytes));
    storage.get().create(info, bytes, BlobTargetOption.doesNotExist());
  }

  /** The object appears when the channel is closed; one that is left open leaves nothing. */
  private void sendInPieces(BlobInfo info, Artifact artifact, FileChannel content)
      throws IOException {
    WriteChannel object = storage.get().writer(info, BlobWriteOption.doesNotExist());
    object.setChunkSize(PIECE_BYTES);
    Digest.Counter counter = new Digest.Counter();
    ByteBuffer buffer = ByteBuffer.allocate(SMALL_BYTES);
    try {
      while (content.read(buffer.clear()) >= 0) {
        counter.add(buffer.flip());
        buffer.rewind();
        while (buffer.hasRemaining()) {
          object.write(buffer);
        }
      }
      requireUnchanged(artifact, counter.digest());
      object.close();
    } catch (IOException e) {
      if (e.getCause() instanceof StorageException refused) {
        throw refused;
      }
      throw e;
    }
  }

  private static void requireUnchanged(Artifact artifact, Digest sent) throws IOException {
    if (!sent.sha256().equals(artifact.sha256())) {
      throw new FileSystemException(artifact.name(), null, "changed while it was stored");
    }
  }

  /** Whether what is there came from an earlier try of the same upload. */
  private boolean isStored(BlobInfo info, Artifact artifact) throws IOException {
    try {
      Blob present = storage.get().get(info.getBlobId());
      return present != null
          && present.getMetadata() != null
          && artifact.sha256().equals(present.getMetadata().get(SHA256));
    } catch (StorageException e) {
      throw failure(e);
    }
  }

  @Override
  public InputStream open(Lease lease, String name) throws IOException {
    String object = ObjectNames.of(lease, name);
    try {
      Blob blob = storage.get().get(bucket, object);
      if (blob == null) {
        throw new NoSuchFileException(name);
      }
      return Channels.newInputStream(blob.reader());
    } catch (StorageException e) {
      throw failure(e);
    }
  }

  /**
   * @param life cut to {@link #LONGEST_LIFE}
   * @throws StoreUnavailableException where the credentials cannot sign
   */
  @Override
  public SignedUrl sign(Lease lease, Artifact artifact, Duration life) {
    Duration actual = life.compareTo(LONGEST_LIFE) < 0 ? life : LONGEST_LIFE;
    Instant expiresAt = Instant.ofEpochSecond(clock.instant().plus(actual).getEpochSecond());
    try {
      BlobInfo info = BlobInfo.newBuilder(bucket, ObjectNames.of(lease, artifact.name())).build();
      URI url =
          URI.create(
              storage
                  .get()
                  .signUrl(info, actual.toSeconds(), TimeUnit.SECONDS, options())
                  .toString());
      return new SignedUrl(url, expiresAt);
    } catch (ServiceAccountSigner.SigningException | StorageException | IOException e) {
      throw new StoreUnavailableException(
          "cannot sign URLs of bucket "
              + bucket
              + "; the service account needs roles/iam.serviceAccountTokenCreator on itself",
          e);
    }
  }

  private SignUrlOption[] options() {
    List<SignUrlOption> options = new ArrayList<>();
    options.add(SignUrlOption.withV4Signature());
    options.add(SignUrlOption.withPathStyle());
    options.add(SignUrlOption.signWith(signer()));
    host.map(SignUrlOption::withHostName).ifPresent(options::add);
    return options.toArray(SignUrlOption[]::new);
  }

  private ServiceAccountSigner signer() {
    if (signer.get().orElse(null) instanceof ServiceAccountSigner able) {
      return able;
    }
    throw new StoreUnavailableException(
        "cannot sign URLs of bucket "
            + bucket
            + " with these credentials; run as a service account, or impersonate one");
  }

  /** Whether the bucket is there and may be read. */
  boolean isReady() {
    try {
      storage.get().readAllBytes(bucket, "ready");
      return true;
    } catch (StorageException e) {
      return e.getCode() == NOT_FOUND && !isBucketMissing(e);
    }
  }

  private static boolean isBucketMissing(StorageException e) {
    return String.valueOf(e.getMessage()).contains("bucket does not exist");
  }

  private IOException failure(StorageException e) {
    String reason =
        switch (e.getCode()) {
          case 401, 403 ->
              "permission denied; the service account needs roles/storage.objectUser on it";
          case NOT_FOUND -> "does not exist; check GATEWAY_BUCKET";
          case 429 -> "over quota";
          default -> "unreachable or failing (" + e.getMessage() + ")";
        };
    return new IOException("bucket " + bucket + ": " + reason, e);
  }
}
