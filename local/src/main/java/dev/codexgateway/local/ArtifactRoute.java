package dev.codexgateway.local;

import dev.codexgateway.core.artifact.Artifact;
import dev.codexgateway.core.job.Job;
import dev.codexgateway.core.job.JobStore;
import dev.codexgateway.local.store.FileArtifactStore;
import dev.codexgateway.local.store.FileArtifactStore.Download;
import dev.codexgateway.relay.http.ErrorBody;
import dev.codexgateway.relay.http.ServerRequest;
import dev.codexgateway.relay.http.ServerResponse;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Optional;

/**
 * {@code GET /artifacts/…}: gives a file to whoever has its signed URL. 404 for a URL that was not
 * signed here, has expired, or whose file is gone.
 */
final class ArtifactRoute {
  static final String PREFIX = "/artifacts/";
  private static final String DEFAULT_TYPE = "application/octet-stream";

  private final FileArtifactStore files;
  private final JobStore jobs;

  ArtifactRoute(FileArtifactStore files, JobStore jobs) {
    this.files = files;
    this.jobs = jobs;
  }

  void handle(ServerRequest request, ServerResponse response) throws IOException {
    if (!request.method().equals("GET") && !request.method().equals("HEAD")) {
      response.header("Allow", "GET, HEAD");
      refuse(response, 405, "use GET");
      return;
    }
    Optional<Download> download = files.verify(request.path(), request.query().orElse(""));
    if (download.isEmpty()) {
      refuse(response, 404, "No such artifact, or its URL has expired");
      return;
    }
    send(download.get(), response);
  }

  private void send(Download download, ServerResponse response) throws IOException {
    long bytes = Files.size(download.file());
    response
        .header("Content-Type", contentType(download))
        .header("Content-Disposition", "attachment")
        .header("X-Content-Type-Options", "nosniff")
        .header("Cache-Control", "private, no-store")
        .body(Files.newInputStream(download.file()), bytes);
  }

  private String contentType(Download download) {
    return jobs.find(download.lease().jobId()).map(Job::artifacts).stream()
        .flatMap(manifest -> manifest.stream())
        .filter(artifact -> artifact.name().equals(download.name()))
        .map(Artifact::contentType)
        .findFirst()
        .orElse(DEFAULT_TYPE);
  }

  private static void refuse(ServerResponse response, int status, String message) {
    response
        .status(status)
        .header("Content-Type", "application/json")
        .body(ErrorBody.plain(status, message));
  }
}
