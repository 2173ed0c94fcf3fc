package dev.codexgateway.gcp;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.auth.oauth2.AccessToken;
import com.google.auth.oauth2.GoogleCredentials;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.codexgateway.core.artifact.Artifact;
import dev.codexgateway.core.artifact.ArtifactStore;
import dev.codexgateway.core.job.StoreUnavailableException;
import dev.codexgateway.emulators.StorageFake;
import dev.codexgateway.emulators.TestServiceAccount;
import dev.codexgateway.testkit.ArtifactStoreContract;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The contract, and what is particular to Cloud Storage. */
class StorageArtifactStoreTest extends ArtifactStoreContract {
  private static final String BUCKET = "artifacts";
  private static final TestServiceAccount ACCOUNT = TestServiceAccount.create("my-project");

  @TempDir private Path directory;
  private StorageFake fake;
  private GcpClients clients;

  @Override
  protected ArtifactStore openStore(InstantSource clock) throws Exception {
    fake = StorageFake.start(0, clock).createBucket(BUCKET).trust(ACCOUNT);
    Path key = Files.writeString(directory.resolve("key.json"), ACCOUNT.keyFile());
    Project project =
        new Project("my-project")
            .with("STORAGE_EMULATOR_HOST", fake.url().toString())
            .with("GOOGLE_APPLICATION_CREDENTIALS", key.toString());
    clients = new GcpClients(project.settings(), CallObserver.NONE, clock, Deadlines.STANDARD);
    return store(BUCKET);
  }

  private StorageArtifactStore store(String bucket) {
    return new StorageArtifactStore(
        clients::storage, clients::credentials, bucket, Optional.of(fake.url().toString()), clock);
  }

  @BeforeEach
  void noneBefore() {
    assertEquals(List.of(), fake.names(BUCKET));
  }

  @AfterEach
  void close() {
    clients.close();
    fake.close();
  }

  private String object(String name) {
    return lease.jobId() + "/1/" + name;
  }

  private JsonObject metadata(String name) throws IOException {
    return JsonParser.parseString(fake.metadata(BUCKET, object(name))).getAsJsonObject();
  }

  @Test
  void put_keepsTypeDigestAndHowToSaveIt() throws Exception {
    Artifact artifact = store.put(lease, "out/ü b.txt", file("x"), "text/html");

    JsonObject metadata = metadata("out/ü b.txt");
    assertEquals("text/html", metadata.get("contentType").getAsString());
    assertEquals(
        "attachment; filename*=UTF-8''%C3%BC%20b.txt",
        metadata.get("contentDisposition").getAsString());
    assertEquals(
        artifact.sha256(), metadata.getAsJsonObject("metadata").get("sha256").getAsString());
  }

  @Test
  void put_nameWithControlCharacters_isKeptEscaped() throws Exception {
    store.put(lease, "a\nb\r%0A", file("x"), "text/plain");

    assertEquals(List.of(object("a%0Ab%0D%250A")), fake.names(BUCKET));
    assertEquals(
        "x", new String(store.open(lease, "a\nb\r%0A").readAllBytes(), StandardCharsets.UTF_8));
  }

  @Test
  void put_nameTooLong_isRefused() throws Exception {
    Path file = file("x");

    assertThrows(IOException.class, () -> store.put(lease, "é".repeat(512), file, "text/plain"));
  }

  @Test
  void put_largeFile_goesInPieces() throws Exception {
    byte[] bytes = new byte[9 * 1024 * 1024 + 1];
    new Random(2).nextBytes(bytes);

    store.put(lease, "large", file(bytes), "application/octet-stream");

    assertArrayEquals(bytes, fake.content(BUCKET, object("large")));
  }

  @Test
  void put_largeTwice_isRefusedUnlessItIsTheSame() throws Exception {
    byte[] bytes = new byte[2 * 1024 * 1024];
    Artifact first = store.put(lease, "large", file(bytes), "text/plain");
    assertEquals(first, store.put(lease, "large", file(bytes), "text/plain"));
    bytes[0] = 1;
    Path other = file(bytes);

    assertThrows(
        FileAlreadyExistsException.class, () -> store.put(lease, "large", other, "text/plain"));
  }

  @Test
  void put_againWithTheSameContent_isTheSameArtifact() throws Exception {
    Path file = file("same");

    assertEquals(
        store.put(lease, "a", file, "text/plain"), store.put(lease, "a", file, "text/plain"));
  }

  @Test
  void put_answerLost_isStoredAllTheSame() throws Exception {
    fake.loseNextUploadAnswer();

    store.put(lease, "a", file("kept"), "text/plain");

    assertEquals("kept", new String(fake.content(BUCKET, object("a")), StandardCharsets.UTF_8));
  }

  @Test
  void put_wrongBucket_namesItAndTheSetting() throws Exception {
    Path file = file("x");

    IOException refused =
        assertThrows(IOException.class, () -> store("other").put(lease, "a", file, "text/plain"));

    assertEquals("bucket other: does not exist; check GATEWAY_BUCKET", refused.getMessage());
  }

  @Test
  void put_denied_namesTheBucketAndTheRole() throws Exception {
    Path file = file("x");
    fake.deny(BUCKET, true);

    IOException refused =
        assertThrows(IOException.class, () -> store.put(lease, "a", file, "text/plain"));

    assertEquals(
        "bucket artifacts: permission denied; the service account needs roles/storage.objectUser"
            + " on it",
        refused.getMessage());
  }

  @Test
  void sign_givesTheFileUntilItsTimeIsUp() throws Exception {
    Artifact artifact = store.put(lease, "out/a b%.txt", file("content"), "text/plain");
    ArtifactStore.SignedUrl signed = store.sign(lease, artifact, Duration.ofMinutes(10));

    HttpResponse<String> answer = get(signed.url());

    assertEquals(200, answer.statusCode(), answer::body);
    assertEquals("content", answer.body());
    assertEquals("text/plain", answer.headers().firstValue("Content-Type").orElse(""));
    assertEquals(
        "attachment; filename*=UTF-8''a%20b%25.txt",
        answer.headers().firstValue("Content-Disposition").orElse(""));
    clock.set(signed.expiresAt());
    assertEquals(400, get(signed.url()).statusCode());
  }

  @Test
  void sign_longLife_isCutToAQuarterOfAnHour() throws Exception {
    Artifact artifact = store.put(lease, "a", file("x"), "text/plain");

    Instant end = store.sign(lease, artifact, Duration.ofDays(7)).expiresAt();

    assertEquals(
        clock.instant().plus(Duration.ofMinutes(15)).getEpochSecond(), end.getEpochSecond());
  }

  @Test
  void sign_credentialsThatCannot_saysWhatToDo() throws Exception {
    Artifact artifact = store.put(lease, "a", file("x"), "text/plain");
    GoogleCredentials user =
        GoogleCredentials.create(new AccessToken("s3cr3t-token", Date.from(Instant.now())));
    ArtifactStore unable =
        new StorageArtifactStore(
            clients::storage, () -> Optional.of(user), BUCKET, Optional.empty(), clock);

    StoreUnavailableException refused =
        assertThrows(
            StoreUnavailableException.class,
            () -> unable.sign(lease, artifact, Duration.ofMinutes(1)));

    assertEquals(
        "cannot sign URLs of bucket artifacts with these credentials; run as a service account,"
            + " or impersonate one",
        refused.getMessage());
  }

  @Test
  void isReady_asTheBucketIs() {
    assertTrue(store(BUCKET).isReady());
    assertFalse(store("other").isReady());
    fake.deny(BUCKET, true);
    assertFalse(store(BUCKET).isReady());
  }

  private static HttpResponse<String> get(URI url) throws Exception {
    try (HttpClient client = HttpClient.newHttpClient()) {
      return client.send(HttpRequest.newBuilder(url).build(), HttpResponse.BodyHandlers.ofString());
    }
  }
}
