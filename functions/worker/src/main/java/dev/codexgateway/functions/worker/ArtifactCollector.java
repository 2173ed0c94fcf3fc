package dev.codexgateway.functions.worker;

import com.google.gson.JsonObject;
import dev.codexgateway.core.artifact.Artifact;
import dev.codexgateway.core.artifact.ArtifactStore;
import dev.codexgateway.core.event.EventDraft;
import dev.codexgateway.core.event.EventType;
import dev.codexgateway.core.job.Lease;
import dev.codexgateway.core.json.Json;
import java.io.IOException;
import java.net.URLConnection;
import java.nio.file.FileSystems;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Stores the files that a command left behind and that its globs name. Runs once no process of the
 * job is left, so nothing changes under it. Only regular files; links are not followed, since they
 * could lead out of the directory.
 */
final class ArtifactCollector {
  private static final int MAX_FILES = 1000;
  private static final String UNKNOWN_TYPE = "application/octet-stream";

  private final ArtifactStore store;

  ArtifactCollector(ArtifactStore store) {
    this.store = store;
  }

  /**
   * In the order of their names.
   *
   * @throws IOException where a file cannot be stored, or there are too many; the message is fit
   *     for the job's owner
   */
  List<Artifact> collect(Lease lease, Path directory, List<String> globs) throws IOException {
    List<Artifact> stored = new ArrayList<>();
    if (globs.isEmpty()) {
      return stored;
    }
    for (Path name : names(directory, globs)) {
      stored.add(put(lease, name.toString(), directory.resolve(name)));
    }
    return stored;
  }

  private Artifact put(Lease lease, String name, Path file) throws IOException {
    try {
      return store.put(lease, name, file, contentType(name));
    } catch (IOException | InvalidPathException e) {
      throw new IOException("the artifact " + Json.shortened(name) + " could not be stored", e);
    }
  }

  /** A path, other than a string, also keeps a name that is not valid in the system's encoding. */
  private static List<Path> names(Path directory, List<String> globs) throws IOException {
    List<Path> names = new ArrayList<>();
    try {
      walk(directory, globs, names);
    } catch (IOException e) {
      throw new IOException("the files that it left could not be read", e);
    }
    if (names.size() > MAX_FILES) {
      throw new IOException("it left more than " + MAX_FILES + " artifacts");
    }
    names.sort(null);
    return names;
  }

  private static void walk(Path directory, List<String> globs, List<Path> names)
      throws IOException {
    List<PathMatcher> matchers =
        globs.stream()
            .map(glob -> FileSystems.getDefault().getPathMatcher("glob:" + glob))
            .toList();
    Files.walkFileTree(
        directory,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            Path name = directory.relativize(file);
            if (attributes.isRegularFile()
                && matchers.stream().anyMatch(matcher -> matcher.matches(name))) {
              names.add(name);
            }
            return names.size() > MAX_FILES ? FileVisitResult.TERMINATE : FileVisitResult.CONTINUE;
          }
        });
  }

  private static String contentType(String name) {
    return Optional.ofNullable(URLConnection.guessContentTypeFromName(name)).orElse(UNKNOWN_TYPE);
  }

  /** {@code {"name","size","sha256","content_type"}}. */
  static EventDraft event(Artifact artifact, Instant at) {
    JsonObject data = new JsonObject();
    data.addProperty("name", artifact.name());
    data.addProperty("size", artifact.sizeBytes());
    data.addProperty("sha256", artifact.sha256());
    data.addProperty("content_type", artifact.contentType());
    return new EventDraft(at, EventType.ARTIFACT, Json.write(data));
  }
}
