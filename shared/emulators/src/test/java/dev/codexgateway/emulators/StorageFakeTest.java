package dev.codexgateway.emulators;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.auth.oauth2.ServiceAccountCredentials;
import com.google.cloud.NoCredentials;
import com.google.cloud.storage.Blob;
import com.google.cloud.storage.BlobId;
import com.google.cloud.storage.BlobInfo;
import com.google.cloud.storage.Storage;
import com.google.cloud.storage.Storage.BlobTargetOption;
import com.google.cloud.storage.Storage.BlobWriteOption;
import com.google.cloud.storage.Storage.SignUrlOption;
import com.google.cloud.storage.StorageException;
import com.google.cloud.storage.StorageOptions;
import dev.codexgateway.testkit.SettableClock;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.channels.Channels;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

/** Through the real client. */
class StorageFakeTest {
  private static final TestServiceAccount ACCOUNT = TestServiceAccount.create("project");
  private static final BlobInfo INFO =
      BlobInfo.newBuilder("bucket", "job/1/out/a b ü%2F.txt")
          .setContentType("text/plain")
          .setContentDisposition("attachment")
          .setMetadata(Map.of("sha256", "abc"))
          .build();
  private static final byte[] HELLO = "hello\r\n\r\n".getBytes(StandardCharsets.UTF_8);

  private final SettableClock clock = new SettableClock(Instant.now());
  private final StorageFake fake =
      StorageFake.start(0, clock).createBucket("bucket").trust(ACCOUNT);
  private final Storage storage =
      StorageOptions.newBuilder()
          .setHost(fake.url().toString())
          .setProjectId("project")
          .setCredentials(NoCredentials.getInstance())
          .build()
          .getService();

  @AfterEach
  void close() throws Exception {
    storage.close();
    fake.close();
  }

  @Test
  void create_multipart_keepsContentAndMetadata() {
    storage.create(INFO, HELLO);

    Blob blob = storage.get(INFO.getBlobId());
    assertArrayEquals(HELLO, blob.getContent());
    assertEquals("text/plain", blob.getContentType());
    assertEquals(Map.of("sha256", "abc"), blob.getMetadata());
    assertEquals(HELLO.length, blob.getSize());
    assertEquals(List.of(INFO.getName()), fake.names("bucket"));
  }

  @Test
  void createFrom_largeResumable_keepsEveryByte() throws Exception {
    byte[] bytes = new byte[20_000_003];
    new Random(1).nextBytes(bytes);

    storage.createFrom(INFO, new ByteArrayInputStream(bytes), 1_000_000);

    ByteArrayOutputStream read = new ByteArrayOutputStream();
    try (var reader = storage.reader(INFO.getBlobId())) {
      Channels.newInputStream(reader).transferTo(read);
    }
    assertArrayEquals(bytes, read.toByteArray());
  }

  @Test
  void create_doesNotExist_isMetOnce() throws Exception {
    storage.create(INFO, HELLO, BlobTargetOption.doesNotExist());

    assertStatus(412, () -> storage.create(INFO, new byte[1], BlobTargetOption.doesNotExist()));
    assertStatus(
        412,
        () ->
            storage.createFrom(
                INFO, new ByteArrayInputStream(new byte[1]), BlobWriteOption.doesNotExist()));
    assertArrayEquals(HELLO, fake.content("bucket", INFO.getName()));
  }

  @Test
  void delete_isGone() {
    storage.create(INFO, HELLO);

    assertTrue(storage.delete(INFO.getBlobId()));
    assertFalse(storage.delete(INFO.getBlobId()));
    assertEquals(null, storage.get(INFO.getBlobId()));
  }

  @Test
  void bucket_missingOrDenied_isRefused() {
    assertStatus(404, () -> storage.create(BlobInfo.newBuilder("other", "a").build(), HELLO));
    fake.deny("bucket", true);

    assertStatus(403, () -> storage.create(INFO, HELLO));
    assertStatus(403, () -> storage.readAllBytes(INFO.getBlobId()));
    fake.deny("bucket", false);
    assertStatus(404, () -> storage.readAllBytes(BlobId.of("bucket", "missing")));
  }

  @Test
  void loseNextUploadAnswer_storesAndCutsTheConnection() {
    fake.loseNextUploadAnswer();

    assertThrows(
        StorageException.class, () -> storage.create(INFO, HELLO, BlobTargetOption.doesNotExist()));

    assertEquals(List.of(INFO.getName()), fake.names("bucket"));
  }

  @Test
  void signedUrl_givesTheObjectWithTheHeadersAskedFor() throws Exception {
    storage.create(INFO, HELLO);

    HttpResponse<byte[]> answer = get(signed(Duration.ofMinutes(15)));

    assertEquals(200, answer.statusCode());
    assertArrayEquals(HELLO, answer.body());
    assertEquals("attachment; x", answer.headers().firstValue("Content-Disposition").orElse(""));
    assertEquals("text/x-other", answer.headers().firstValue("Content-Type").orElse(""));
  }

  @Test
  void signedUrl_expiredOrChangedOrByAnother_isRefused() throws Exception {
    storage.create(INFO, HELLO);
    String url = signed(Duration.ofMinutes(15)).toString();

    assertEquals(403, get(URI.create(url.replace("a%20b", "c"))).statusCode());
    assertEquals(403, get(URI.create(url.replace("attachment", "inline"))).statusCode());
    assertEquals(403, get(URI.create(url.replaceAll("\\?.*", ""))).statusCode());
    try (StorageFake stranger = StorageFake.start(0, clock).createBucket("bucket")) {
      String elsewhere = url.replace(fake.url().toString(), stranger.url().toString());
      assertEquals(403, get(URI.create(elsewhere)).statusCode());
    }
    clock.advance(Duration.ofMinutes(16));
    assertEquals(400, get(URI.create(url)).statusCode());
  }

  private URI signed(Duration life) throws Exception {
    ServiceAccountCredentials signer =
        ServiceAccountCredentials.fromStream(
            new ByteArrayInputStream(ACCOUNT.keyFile().getBytes(StandardCharsets.UTF_8)));
    return storage
        .signUrl(
            INFO,
            life.toSeconds(),
            TimeUnit.SECONDS,
            SignUrlOption.withV4Signature(),
            SignUrlOption.withPathStyle(),
            SignUrlOption.withHostName(fake.url().toString()),
            SignUrlOption.signWith(signer),
            SignUrlOption.withQueryParams(
                Map.of(
                    "response-content-disposition",
                    "attachment; x",
                    "response-content-type",
                    "text/x-other")))
        .toURI();
  }

  private static HttpResponse<byte[]> get(URI url) throws Exception {
    try (HttpClient client = HttpClient.newHttpClient()) {
      return client.send(
          HttpRequest.newBuilder(url).build(), HttpResponse.BodyHandlers.ofByteArray());
    }
  }

  private static void assertStatus(int status, Executable call) {
    assertEquals(status, assertThrows(StorageException.class, call).getCode());
  }
}
