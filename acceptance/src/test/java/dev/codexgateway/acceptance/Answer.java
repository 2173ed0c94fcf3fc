package dev.codexgateway.acceptance;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.net.http.HttpHeaders;
import java.net.http.HttpResponse;
import java.util.Optional;

/** An HTTP response with a text. */
public record Answer(int status, HttpHeaders headers, String body) {
  public static Answer of(HttpResponse<String> response) {
    return new Answer(response.statusCode(), response.headers(), response.body());
  }

  public Optional<String> header(String name) {
    return headers.firstValue(name);
  }

  public JsonObject json() {
    return Json.parse(body);
  }

  public JsonArray array() {
    return JsonParser.parseString(body).getAsJsonArray();
  }

  /** Of a JSON-RPC error, or of the error body of another route. */
  public int errorCode() {
    return json().getAsJsonObject("error").get("code").getAsInt();
  }
}
