package dev.codexgateway.core.artifact;

import dev.codexgateway.core.job.Lease;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;

/** Keeps files of attempts. What is stored counts only once the job's manifest names it. */
public interface ArtifactStore {
  /**
   * Stores the file under job, attempt and name; create-only.
   *
   * @return what was stored, with its size and digest
   * @throws IOException where the file cannot be read or stored; nothing is left half-written
   */
  Artifact put(Lease lease, String name, Path file, String contentType) throws IOException;

  /**
   * @throws java.nio.file.NoSuchFileException where nothing is stored under that name
   */
  InputStream open(Lease lease, String name) throws IOException;

  /** A URL that gives the file to anyone who has it, for that long. */
  SignedUrl sign(Lease lease, Artifact artifact, Duration life);

  /** A URL and when it stops working. */
  record SignedUrl(URI url, Instant expiresAt) {}
}
