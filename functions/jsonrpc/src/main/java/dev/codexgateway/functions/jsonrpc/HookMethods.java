package dev.codexgateway.functions.jsonrpc;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import dev.codexgateway.core.command.CommandCatalog;
import dev.codexgateway.core.hook.Delivery;
import dev.codexgateway.core.hook.DeliveryId;
import dev.codexgateway.core.hook.DeliveryStore;
import dev.codexgateway.core.hook.HookRequest;
import dev.codexgateway.core.json.Json;
import dev.codexgateway.core.key.Scope;
import dev.codexgateway.core.platform.Platform;
import dev.codexgateway.core.rpc.Params;
import dev.codexgateway.core.rpc.RpcError;
import dev.codexgateway.core.rpc.RpcException;
import dev.codexgateway.core.secret.SecretStore;
import dev.codexgateway.hooks.Evaluation;
import dev.codexgateway.hooks.Hook;
import dev.codexgateway.hooks.Verification;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** {@code hook.list} and {@code hook.explain}: which hooks there are, and what one would do. */
final class HookMethods {
  private final VisibleHooks hooks;
  private final DeliveryStore deliveries;
  private final SecretStore secrets;
  private final InstantSource clock;
  private final EvaluationJson evaluations;

  HookMethods(Platform platform, CommandCatalog commands, VisibleHooks hooks) {
    this.hooks = hooks;
    this.deliveries = platform.deliveries();
    this.secrets = platform.secrets();
    this.clock = platform.clock();
    this.evaluations = new EvaluationJson(commands);
  }

  static RpcException noSuchHook() {
    return new RpcException(RpcError.of(RpcError.NOT_FOUND, "No such hook"));
  }

  private static RpcException noSuchDelivery() {
    return new RpcException(RpcError.of(RpcError.NOT_FOUND, "No such delivery"));
  }

  JsonElement list(Caller caller, Optional<JsonElement> params) throws RpcException {
    caller.require(Scope.HOOKS_MANAGE);
    Params.of(params).check();
    JsonArray list = new JsonArray();
    for (Hook hook : hooks.of(caller)) {
      list.add(HookJson.of(hook.definition(), hook.secretFlaw(secrets)));
    }
    JsonObject result = new JsonObject();
    result.add("hooks", list);
    return result;
  }

  /** Of a stored delivery, or of one that the caller has at hand; today's configuration speaks. */
  JsonElement explain(Caller caller, Optional<JsonElement> params) throws RpcException {
    caller.require(Scope.HOOKS_MANAGE);
    Params in = Params.of(params);
    Optional<String> deliveryId = in.string("delivery_id");
    Optional<String> hook = in.string("hook");
    Instant at = in.time("received_at").orElse(clock.instant());
    HookRequest request = request(in);
    if (in.has("delivery_id") && in.has("hook")) {
      in.reject("hook", "and delivery_id cannot both be there");
    }
    if (!in.has("delivery_id") && !in.has("hook")) {
      in.reject("delivery_id", "or hook is required");
    }
    in.check();
    return deliveryId.isPresent()
        ? stored(caller, deliveryId.get())
        : pasted(caller, hook.orElseThrow(), request, at);
  }

  private JsonElement stored(Caller caller, String id) throws RpcException {
    Delivery delivery =
        DeliveryId.parse(id)
            .flatMap(deliveries::find)
            .filter(found -> hooks.sees(caller, found.hook()))
            .orElseThrow(HookMethods::noSuchDelivery);
    JsonObject json = DeliveryJson.of(delivery.summary());
    switch (delivery.verdict()) {
      case ACCEPTED, UNWANTED -> {
        json.addProperty("authentic", true);
        explain(json, caller, delivery);
      }
      case DUPLICATE -> {
        json.addProperty("authentic", true);
        json.addProperty("outcome", "duplicate");
      }
      case REJECTED -> {
        json.addProperty("authentic", false);
        json.addProperty("outcome", "rejected");
      }
    }
    return json;
  }

  private void explain(JsonObject json, Caller caller, Delivery delivery) {
    Optional<Hook> hook = hooks.find(caller, delivery.hook());
    if (hook.isPresent()) {
      evaluations.addTo(json, hook.get().evaluate(delivery.request()));
    } else {
      json.addProperty("outcome", "unknown_hook");
      json.addProperty("reason", "the configuration has no such hook any more");
    }
  }

  private static HookRequest request(Params in) {
    return new HookRequest(
        in.string("method").orElse("POST"),
        lists(in.stringMap("headers")),
        lists(in.stringMap("query")),
        body(in),
        in.string("remote_address"));
  }

  private JsonElement pasted(Caller caller, String name, HookRequest request, Instant at)
      throws RpcException {
    Hook hook = hooks.find(caller, name).orElseThrow(HookMethods::noSuchHook);
    JsonObject json = new JsonObject();
    json.addProperty("hook", name);
    json.addProperty("received_at", Json.time(at));
    explain(json, hook, request, at);
    return json;
  }

  private void explain(JsonObject json, Hook hook, HookRequest request, Instant at) {
    switch (hook.verify(request, secrets, at)) {
      case Verification.Authentic(var content) -> {
        json.addProperty("authentic", true);
        Evaluation evaluation = hook.evaluate(content);
        evaluations.addTo(json, evaluation);
      }
      case Verification.Challenge(String answer) -> {
        json.addProperty("authentic", true);
        json.addProperty("outcome", "challenge");
        json.addProperty("reason", "the sender asks for the answer " + answer);
      }
      case Verification.Rejected(String reason) -> {
        json.addProperty("authentic", false);
        json.addProperty("outcome", "rejected");
        json.addProperty("reason", reason);
      }
      case Verification.Unverifiable(String reason) -> {
        json.addProperty("outcome", "unverifiable");
        json.addProperty("reason", reason);
      }
    }
  }

  private static byte[] body(Params in) {
    Optional<String> text = in.string("body");
    Optional<String> base64 = in.string("body_base64");
    if (text.isPresent() && base64.isPresent()) {
      in.reject("body_base64", "and body cannot both be there");
    }
    try {
      return base64.isPresent()
          ? Base64.getDecoder().decode(base64.get())
          : text.orElse("").getBytes(StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      in.reject("body_base64", "is not Base64");
      return new byte[0];
    }
  }

  private static Map<String, List<String>> lists(Map<String, String> values) {
    Map<String, List<String>> lists = new LinkedHashMap<>();
    values.forEach((name, value) -> lists.put(name, List.of(value)));
    return lists;
  }
}
