package dev.codexgateway.functions.jsonrpc;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.codexgateway.core.key.Scope;
import dev.codexgateway.core.rpc.Params;
import dev.codexgateway.core.rpc.RpcException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.Optional;

/**
 * {@code rpc.discover}: the OpenRPC document (https://spec.open-rpc.org) with the methods that the
 * key may call. In the resource each method names its scope in {@code x-scope}; {@code jobs:submit}
 * there means any submit scope.
 */
final class DiscoverMethod {
  private final JsonObject document = read();

  JsonElement discover(Caller caller, Optional<JsonElement> params) throws RpcException {
    Params.of(params).check();
    JsonObject visible = document.deepCopy();
    JsonArray methods = new JsonArray();
    for (JsonElement method : document.getAsJsonArray("methods")) {
      if (isVisible(caller, method.getAsJsonObject())) {
        methods.add(method.deepCopy());
      }
    }
    visible.add("methods", methods);
    return visible;
  }

  private static boolean isVisible(Caller caller, JsonObject method) {
    JsonElement scope = method.get("x-scope");
    if (scope == null) {
      return true;
    }
    if (scope.getAsString().equals("jobs:submit")) {
      return caller.principal().scopes().stream()
          .anyMatch(own -> own.equals(Scope.ALL) || own.value().startsWith("jobs:submit:"));
    }
    return caller.principal().may(new Scope(scope.getAsString()));
  }

  private static JsonObject read() {
    try (InputStream in = DiscoverMethod.class.getResourceAsStream("openrpc.json")) {
      String text =
          new String(
              Objects.requireNonNull(in, "openrpc.json").readAllBytes(), StandardCharsets.UTF_8);
      return JsonParser.parseString(text).getAsJsonObject();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
