package dev.codexgateway.functions.jsonrpc;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonPrimitive;
import dev.codexgateway.core.job.JobSpec;
import dev.codexgateway.core.json.Json;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.TreeMap;

/** Tells whether two submissions ask for the same work; how long to wait is no part of it. */
final class Fingerprint {
  private Fingerprint() {}

  /** SHA-256 in hex over the params in one canonical order. */
  static String of(JobSpec spec) {
    JsonArray canonical = new JsonArray();
    canonical.add(spec.command());
    JsonArray args = new JsonArray();
    spec.args().forEach(args::add);
    canonical.add(args);
    canonical.add(spec.stdin().<JsonElement>map(JsonPrimitive::new).orElse(JsonNull.INSTANCE));
    canonical.add(Json.object(new TreeMap<>(spec.env())));
    canonical.add(spec.timeout().toSeconds());
    canonical.add(Json.object(new TreeMap<>(spec.labels())));
    return sha256(Json.write(canonical));
  }

  private static String sha256(String text) {
    try {
      return HexFormat.of()
          .formatHex(
              MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
