package dev.codexgateway.benchmarks.gateway;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.codexgateway.benchmarks.load.Requests;
import java.io.ByteArrayOutputStream;
import java.security.GeneralSecurityException;
import java.util.HexFormat;
import java.util.concurrent.atomic.AtomicLong;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Pushes of 7 KB as GitHub signs them, no two the same, or all but one would be duplicates. */
public final class Pushes {
  /** Signs nothing but this load. */
  public static final String SECRET = "benchmark-secret-that-signs-nothing-else";

  private static final int COMMITS = 12;

  private Pushes() {}

  /** To that path, one after the other. */
  public static Requests to(String path) {
    AtomicLong count = new AtomicLong(System.nanoTime());
    Mac mac = mac();
    StringBuilder commits = new StringBuilder();
    for (int i = 0; i < COMMITS; i++) {
      commits.append(i == 0 ? "" : ",").append(commit(i));
    }
    return Requests.made(() -> request(path, mac, commits, count.incrementAndGet()));
  }

  private static String commit(int number) {
    return """
    {"id":"%040d","tree_id":"6113728f27ae82c7b1a177c8d03f9e96e0adf246","distinct":true,\
    "message":"Update the documentation of the thing that was changed before","timestamp":\
    "2026-01-02T03:04:05+00:00","url":"https://github.com/example/widgets/commit/6113728f",\
    "author":{"name":"Ann Example","email":"ann@example.com","username":"ann"},"committer":\
    {"name":"Ann Example","email":"ann@example.com","username":"ann"},"added":[],"removed":[],\
    "modified":["docs/one.md","docs/two.md","src/main/java/example/Widget.java"]}\
    """
        .formatted(number);
  }

  private static byte[] request(String path, Mac mac, CharSequence commits, long number) {
    String text =
        """
        {"ref":"refs/heads/main","before":"%040d","after":"%040d","created":false,"deleted":false,\
        "repository":{"id":186853002,"full_name":"example/widgets","private":false,"owner":\
        {"name":"example","id":21031067}},"pusher":{"name":"ann","email":"ann@example.com"},\
        "sender":{"login":"ann","id":21031067,"type":"User"},"commits":[%s]}\
        """
            .formatted(number, number + 1, commits);
    byte[] body = text.getBytes(US_ASCII);
    String head =
        """
        POST %s HTTP/1.1\r
        Host: localhost\r
        Content-Type: application/json\r
        X-GitHub-Event: push\r
        X-GitHub-Delivery: %d\r
        X-Hub-Signature-256: sha256=%s\r
        Content-Length: %d\r
        \r
        """
            .formatted(path, number, HexFormat.of().formatHex(mac.doFinal(body)), body.length);
    ByteArrayOutputStream request = new ByteArrayOutputStream(head.length() + body.length);
    request.writeBytes(head.getBytes(US_ASCII));
    request.writeBytes(body);
    return request.toByteArray();
  }

  private static Mac mac() {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(SECRET.getBytes(US_ASCII), "HmacSHA256"));
      return mac;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has HmacSHA256", e);
    }
  }
}
