package dev.codexgateway.acceptance;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.net.http.HttpHeaders;
import java.net.http.HttpResponse;
import java.util.Optional;

/** An HTTP response with a text. */
record Answer(int status, HttpHeaders headers, String body) {
  static Answer of(HttpResponse<String> response) {
    return new Answer(response.statusCode(), response.headers(), response.body());
  }

  Optional<String> header(String name) {
    return headers.firstValue(name);
  }

  JsonObject json() {
    return Json.parse(body);
  }

  JsonArray array() {
    return JsonParser.parseString(body).getAsJsonArray();
  }

  /** Of a JSON-RPC error, or of the error body of another route. */
  int errorCode() {
    return json().getAsJsonObject("error").get("code").getAsInt();
  }
}
