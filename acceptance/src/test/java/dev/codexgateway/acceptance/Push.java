package dev.codexgateway.acceptance;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.gson.JsonObject;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.security.GeneralSecurityException;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * A delivery to the webhook {@code e2e-push} as GitHub makes it
 * (https://docs.github.com/webhooks/using-webhooks/validating-webhook-deliveries).
 */
public record Push(String delivery, String event, String body) {
  /** Asks for a job that prints that many lines. */
  public static Push of(String delivery, Object lines) {
    JsonObject body = Json.object("lines", lines, "note", delivery);
    return new Push(delivery, "push", body.toString());
  }

  public Push withEvent(String other) {
    return new Push(delivery, other, body);
  }

  /** Signed. */
  public HttpRequest.Builder to(Client client) {
    return unsigned(client).header("X-Hub-Signature-256", signature());
  }

  public HttpRequest.Builder unsigned(Client client) {
    return client
        .withoutKey()
        .request("/webhook/e2e-push")
        .header("Content-Type", "application/json")
        .header("X-GitHub-Event", event)
        .header("X-GitHub-Delivery", delivery)
        .POST(BodyPublishers.ofString(body));
  }

  String signature() {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(Config.HOOK_SECRET.getBytes(UTF_8), "HmacSHA256"));
      return "sha256=" + HexFormat.of().formatHex(mac.doFinal(body.getBytes(UTF_8)));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }
}
