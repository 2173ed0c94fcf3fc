package dev.codexgateway.local.store;

import dev.codexgateway.core.job.JobId;
import dev.codexgateway.core.job.Lease;
import java.net.URI;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * URLs that carry their own permission: {@code
 * {base}/artifacts/{job}/{attempt}/{name}?expires=EPOCH&sig=…}, where {@code sig} is the
 * HMAC-SHA256, in base64url, of the path after the base and the expiry.
 */
final class ArtifactUrls {
  private static final Pattern PATH =
      Pattern.compile("/artifacts/(job_[0-9a-z]{26})/([1-9][0-9]{0,8})/(.+)");
  private static final Pattern QUERY =
      Pattern.compile("expires=([0-9]{1,12})&sig=([A-Za-z0-9_-]{43})");

  private final SecretKeySpec key;

  ArtifactUrls(byte[] key) {
    this.key = new SecretKeySpec(key, "HmacSHA256");
  }

  /** What a URL leads to. */
  record Target(Lease lease, String name) {}

  URI sign(URI base, Target target, Instant expiresAt) {
    String path = path(target);
    long expires = expiresAt.getEpochSecond();
    String root = base.toString().replaceAll("/+$", "");
    return URI.create(root + path + "?expires=" + expires + "&sig=" + signature(path, expires));
  }

  /**
   * @param rawPath as in the request line, percent-encoded, beginning with {@code /artifacts/}
   * @param rawQuery without the question mark
   * @return empty for every reason not to serve it
   */
  Optional<Target> verify(String rawPath, String rawQuery, Instant now) {
    Matcher path = PATH.matcher(rawPath);
    Matcher query = QUERY.matcher(rawQuery);
    if (!path.matches() || !query.matches()) {
      return Optional.empty();
    }
    long expires = Long.parseLong(query.group(1));
    boolean genuine =
        MessageDigest.isEqual(
            signature(rawPath, expires).getBytes(StandardCharsets.US_ASCII),
            query.group(2).getBytes(StandardCharsets.US_ASCII));
    if (!genuine || !Instant.ofEpochSecond(expires).isAfter(now)) {
      return Optional.empty();
    }
    Lease lease = new Lease(new JobId(path.group(1)), Integer.parseInt(path.group(2)));
    return Optional.of(new Target(lease, decoded(path.group(3))));
  }

  private static String path(Target target) {
    String name =
        Arrays.stream(target.name().split("/", -1))
            .map(ArtifactUrls::encoded)
            .collect(Collectors.joining("/"));
    return "/artifacts/" + target.lease().jobId() + "/" + target.lease().attempt() + "/" + name;
  }

  /** Form encoding differs from that of paths (RFC 3986) in these three only. */
  private static String encoded(String segment) {
    return URLEncoder.encode(segment, StandardCharsets.UTF_8)
        .replace("+", "%20")
        .replace("*", "%2A")
        .replace("%7E", "~");
  }

  /** Only for what {@link #encoded} made: the signature has vouched for it. */
  private static String decoded(String name) {
    return URLDecoder.decode(name, StandardCharsets.UTF_8);
  }

  private String signature(String path, long expires) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(key);
      byte[] bytes = mac.doFinal((path + "\n" + expires).getBytes(StandardCharsets.UTF_8));
      return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has HmacSHA256", e);
    }
  }
}
