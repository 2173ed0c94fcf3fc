package dev.codexgateway.cli.importer;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonPrimitive;
import java.util.regex.Pattern;

/** Texts as literals of CEL, of templates, and of YAML. */
final class Texts {
  private static final Gson GSON = new GsonBuilder().disableHtmlEscaping().create();

  /** What YAML takes for a text without any quotes. */
  private static final Pattern PLAIN = Pattern.compile("[A-Za-z/][A-Za-z0-9_./-]*");

  private static final Pattern RESERVED = Pattern.compile("(?i)true|false|null|yes|no|on|off|y|n");

  /** What needs escapes, which YAML has between double quotes only. */
  private static final Pattern CONTROL =
      Pattern.compile("[\\p{Cntrl}\\p{Cs}\u0085\u2028\u2029\ufeff]");

  private Texts() {}

  /** JSON's strings are CEL's. */
  static String cel(String text) {
    return GSON.toJson(new JsonPrimitive(text));
  }

  /** A template that gives exactly this text. */
  static String template(String text) {
    return text.replace("${", "$${");
  }

  static String yaml(String text) {
    if (PLAIN.matcher(text).matches() && !RESERVED.matcher(text).matches()) {
      return text;
    }
    // JSON's strings are YAML's, too.
    return CONTROL.matcher(text).find()
        ? GSON.toJson(new JsonPrimitive(text))
        : "'" + text.replace("'", "''") + "'";
  }

  /** One line for a comment or for the terminal. */
  static String line(String text) {
    return text.replaceAll("[\\p{Cntrl}\\p{Cf}\\p{Cs}\u2028\u2029]+", " ").strip();
  }
}
