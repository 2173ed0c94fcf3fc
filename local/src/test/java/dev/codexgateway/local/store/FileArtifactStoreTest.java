package dev.codexgateway.local.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.codexgateway.core.artifact.Artifact;
import dev.codexgateway.core.artifact.ArtifactStore;
import dev.codexgateway.core.job.Lease;
import dev.codexgateway.local.store.FileArtifactStore.Download;
import dev.codexgateway.testkit.ArtifactStoreContract;
import java.net.URI;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class FileArtifactStoreTest extends ArtifactStoreContract {
  private static final URI BASE = URI.create("http://localhost:8080");
  private static final byte[] KEY = new byte[32];

  @TempDir private Path directory;
  private FileArtifactStore files;

  @Override
  protected ArtifactStore openStore(InstantSource clock) {
    files = new FileArtifactStore(directory.resolve("artifacts"), KEY, () -> BASE, clock);
    return files;
  }

  @ParameterizedTest
  @ValueSource(strings = {"a", "out/with space", "ünïcödé-日本-😀", "a%2Fb", "a?b#c&d=e+f*~", "..a"})
  void verify_signed_leadsToTheFile(String name) throws Exception {
    URI url = signed(name);

    Download download = verify(url).orElseThrow();

    assertEquals(lease, download.lease());
    assertEquals(name, download.name());
    assertEquals("content", Files.readString(download.file()));
    assertTrue(url.toString().startsWith(BASE + "/artifacts/" + lease.jobId() + "/1/"));
  }

  @Test
  void verify_atItsEnd_isEmpty() throws Exception {
    URI url = signed("a");
    clock.advance(Duration.ofMinutes(10).minusSeconds(1));
    assertTrue(verify(url).isPresent());

    clock.advance(Duration.ofSeconds(1));
    assertEquals(Optional.empty(), verify(url));
  }

  @Test
  void verify_anyCharacterChanged_isEmpty() throws Exception {
    URI url = signed("a/b");
    String path = url.getRawPath();
    String query = url.getRawQuery();

    for (int i = 0; i < path.length(); i++) {
      assertEquals(Optional.empty(), files.verify(changed(path, i), query));
    }
    for (int i = 0; i < query.length(); i++) {
      assertEquals(Optional.empty(), files.verify(path, changed(query, i)));
    }
  }

  private static String changed(String text, int at) {
    char other = text.charAt(at) == '1' ? '2' : '1';
    return text.substring(0, at) + other + text.substring(at + 1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "expires=1", "sig=x", "expires=99999999999999999999&sig=x", "&&&"})
  void verify_badQuery_isEmpty(String query) throws Exception {
    assertEquals(Optional.empty(), files.verify(signed("a").getRawPath(), query));
  }

  @Test
  void verify_anotherKey_isEmpty() throws Exception {
    URI url = signed("a");
    byte[] otherKey = KEY.clone();
    otherKey[0] = 1;
    FileArtifactStore other =
        new FileArtifactStore(directory.resolve("artifacts"), otherKey, () -> BASE, clock);

    assertEquals(Optional.empty(), other.verify(url.getRawPath(), url.getRawQuery()));
  }

  @Test
  void verify_fileGone_isEmpty() throws Exception {
    URI url = signed("a");
    Files.delete(verify(url).orElseThrow().file());

    assertEquals(Optional.empty(), verify(url));
  }

  @Test
  void sign_baseWithPathAndSlash_keepsThePath() throws Exception {
    FileArtifactStore behindProxy =
        new FileArtifactStore(
            directory.resolve("other"), KEY, () -> URI.create("https://h/gw/"), clock);
    Artifact artifact = new Artifact("a", 1, "00", "text/plain");

    URI url = behindProxy.sign(lease, artifact, Duration.ofMinutes(1)).url();

    assertTrue(url.toString().startsWith("https://h/gw/artifacts/"), url.toString());
  }

  @Test
  void open_linkPlacedInTheStore_isNotFollowed() throws Exception {
    Path secret = file("secret");
    Path attempt = directory.resolve("artifacts/" + lease.jobId() + "/1");
    Files.createDirectories(attempt);
    Files.createSymbolicLink(attempt.resolve("link"), secret);

    assertThrows(NoSuchFileException.class, () -> files.open(lease, "link").close());
  }

  @Test
  void put_nameOfADirectory_isRefused() throws Exception {
    files.put(lease, "a/b", file("x"), "text/plain");
    Path source = file("y");

    assertThrows(FileSystemException.class, () -> files.put(lease, "a", source, "text/plain"));
    assertThrows(FileSystemException.class, () -> files.put(lease, "a/b/c", source, "text/plain"));
    assertThrows(NoSuchFileException.class, () -> files.open(lease, "a").close());
  }

  @Test
  void put_isPrivateAndLeavesNoCopyBehind() throws Exception {
    files.put(lease, "a", file("x"), "text/plain");
    Path stored = directory.resolve("artifacts/" + lease.jobId() + "/1/a");

    assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(stored)));
    assertNothingIncoming();
  }

  @Test
  void open_afterACrash_removesHalfCopiedFiles() throws Exception {
    Files.writeString(directory.resolve("artifacts/.incoming/123"), "half");

    openStore(clock);

    assertNothingIncoming();
  }

  private void assertNothingIncoming() throws Exception {
    try (var left = Files.list(directory.resolve("artifacts/.incoming"))) {
      assertFalse(left.findAny().isPresent());
    }
  }

  private URI signed(String name) throws Exception {
    Artifact artifact = files.put(new Lease(lease.jobId(), 1), name, file("content"), "text/plain");
    return files.sign(lease, artifact, Duration.ofMinutes(10)).url();
  }

  private Optional<Download> verify(URI url) {
    return files.verify(url.getRawPath(), url.getRawQuery());
  }
}
