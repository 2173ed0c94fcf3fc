package dev.codexgateway.acceptance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import dev.codexgateway.acceptance.Target.Ability;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Files that jobs leave behind. */
interface ArtifactRules extends EndToEnd {
  private List<JsonObject> artifacts(String id) throws Exception {
    return Json.objects(admin().result("job.artifacts", "job_id", id).getAsJsonArray("artifacts"));
  }

  @Test
  default void artifact_byItsUrl_isTheFileAsAnAttachment() throws Exception {
    JsonObject job = admin().run("report", "artifacts");
    JsonObject report =
        artifacts(Json.id(job)).stream()
            .filter(artifact -> Json.string(artifact, "name").equals("report.txt"))
            .findFirst()
            .orElseThrow();
    assertTrue(Instant.parse(Json.string(report, "expires_at")).isAfter(Instant.now()));
    HttpResponse<byte[]> file = Client.download(URI.create(Json.string(report, "url")));
    assertEquals(200, file.statusCode());
    String text = new String(file.body(), StandardCharsets.UTF_8);
    assertTrue(text.startsWith("Report on artifacts\n1\n2\n"), text);
    assertIsDescribed(report, file.body());
    String disposition = file.headers().firstValue("Content-Disposition").orElse("");
    assertTrue(disposition.startsWith("attachment"), disposition);
  }

  private static void assertIsDescribed(JsonObject artifact, byte[] bytes) throws Exception {
    assertEquals(Json.number(artifact, "size"), bytes.length);
    byte[] digest = MessageDigest.getInstance("SHA-256").digest(bytes);
    assertEquals(Json.string(artifact, "sha256"), HexFormat.of().formatHex(digest));
  }

  @Test
  default void artifacts_ofAJob_areInItsManifestAndLog() throws Exception {
    JsonObject job = admin().run("report", "manifests");
    List<String> names = Json.strings(job.getAsJsonArray("artifacts"), "name");
    assertEquals(List.of("made-at.txt", "report.txt"), names.stream().sorted().toList());
    List<String> logged =
        JobLog.ofType(admin().log(Json.id(job)), "artifact").stream()
            .map(event -> Json.string(event.getAsJsonObject("data"), "name"))
            .toList();
    assertEquals(names, logged);
  }

  @Test
  default void artifacts_ofAnyKind_arriveByteForByte() throws Exception {
    needs(Ability.TEST_COMMANDS);
    List<JsonObject> artifacts = artifacts(Json.id(admin().run("e2e-files")));
    List<String> names =
        artifacts.stream().map(artifact -> Json.string(artifact, "name")).sorted().toList();
    assertEquals(List.of("deep/er/zeros.bin", "empty.dat", "plain.txt"), names);
    for (JsonObject artifact : artifacts) {
      HttpResponse<byte[]> file = Client.download(URI.create(Json.string(artifact, "url")));
      assertEquals(200, file.statusCode(), artifact::toString);
      assertIsDescribed(artifact, file.body());
    }
  }

  @Test
  default void artifact_byAnotherUrl_isNotServed() throws Exception {
    String id = Json.id(admin().run("report", "secrets"));
    String url = Json.string(artifacts(id).getFirst(), "url");
    URI unsigned = URI.create(url.substring(0, url.indexOf('?')));
    assertNotEquals(200, Client.download(unsigned).statusCode());
    char last = url.charAt(url.length() - 1);
    URI changed = URI.create(url.substring(0, url.length() - 1) + (last == 'a' ? 'b' : 'a'));
    assertNotEquals(200, Client.download(changed).statusCode());
  }

  @Test
  default void artifacts_ofAJobWithoutAny_areNone() throws Exception {
    assertTrue(artifacts(Json.id(admin().run("date"))).isEmpty());
  }
}
