package dev.codexgateway.cli;

import com.google.gson.JsonObject;
import dev.codexgateway.core.hook.VerifierDefinition;
import dev.codexgateway.core.hook.VerifierDefinition.Encoding;
import dev.codexgateway.core.hook.VerifierDefinition.HmacAlgorithm;
import dev.codexgateway.core.hook.VerifierDefinition.Place;
import dev.codexgateway.core.hook.VerifierDefinition.SignedTime;
import dev.codexgateway.core.hook.VerifierDefinition.TimeUnit;
import java.util.Locale;
import java.util.Optional;

/** Reads the {@code verifier} of a hook as {@code hook.list} gives it. */
final class VerifierJson {
  private VerifierJson() {}

  /** Empty where this program does not know the kind, as of a newer gateway. */
  static Optional<VerifierDefinition> read(JsonObject json) {
    try {
      return Optional.ofNullable(
          switch (text(json, "type")) {
            case "pipedrive" -> new VerifierDefinition.Pipedrive(text(json, "username"));
            case "github" -> new VerifierDefinition.GitHub();
            case "gitlab" ->
                new VerifierDefinition.GitLab(text(json, "method").equals("signature"));
            case "stripe" -> new VerifierDefinition.Stripe();
            case "slack" -> new VerifierDefinition.Slack();
            case "standard" -> new VerifierDefinition.Standard();
            case "hmac" -> hmac(json);
            case "token" -> token(json);
            case "basic" -> new VerifierDefinition.Basic(text(json, "username"));
            default -> null;
          });
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private static VerifierDefinition hmac(JsonObject json) {
    return new VerifierDefinition.Hmac(
        text(json, "header"),
        HmacAlgorithm.valueOf(upper(json, "algorithm")),
        Encoding.valueOf(upper(json, "encoding")),
        text(json, "prefix"),
        Json.string(json, "timestamp_header")
            .map(
                header ->
                    new SignedTime(
                        header,
                        TimeUnit.valueOf(upper(json, "timestamp_unit")),
                        text(json, "signed"))));
  }

  private static VerifierDefinition token(JsonObject json) {
    String prefix = text(json, "prefix");
    return Json.string(json, "query")
        .map(query -> new VerifierDefinition.Token(Place.QUERY, query, prefix))
        .orElseGet(() -> new VerifierDefinition.Token(Place.HEADER, text(json, "header"), prefix));
  }

  private static String upper(JsonObject json, String member) {
    return text(json, member).toUpperCase(Locale.ROOT);
  }

  private static String text(JsonObject json, String member) {
    return Json.string(json, member).orElse("");
  }
}
