package dev.codexgateway.functions.jsonrpc;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import dev.codexgateway.core.json.Json;
import dev.codexgateway.core.key.ApiKey;
import dev.codexgateway.core.key.ApiKeyStore;
import dev.codexgateway.core.key.Keyring;
import dev.codexgateway.core.key.Scope;
import dev.codexgateway.core.rpc.Params;
import dev.codexgateway.core.rpc.RpcError;
import dev.codexgateway.core.rpc.RpcException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** {@code key.*}. A new key sees the jobs of the key's owner that made it. */
final class KeyMethods {
  private static final int MAX_LABEL_CHARS = 256;

  private final ApiKeyStore keys;
  private final Keyring keyring;
  private final InstantSource clock;

  KeyMethods(ApiKeyStore keys, Keyring keyring, InstantSource clock) {
    this.keys = keys;
    this.keyring = keyring;
    this.clock = clock;
  }

  /** {@code owner} lets an admin make a key for somebody else, whose jobs are then their own. */
  JsonElement create(Caller caller, Optional<JsonElement> params) throws RpcException {
    caller.require(Scope.KEYS_ADMIN);
    Params in = Params.of(params);
    String label = in.string("label").orElse("");
    String owner = owner(caller, in);
    if (label.length() > MAX_LABEL_CHARS) {
      in.reject("label", "must have at most " + MAX_LABEL_CHARS + " characters");
    }
    Set<Scope> scopes = scopes(caller, in);
    Optional<Instant> expiresAt = expiresAt(in);
    in.check();
    return shownOnce(keyring.make(owner, label, scopes, expiresAt));
  }

  /** Only {@code *} reaches over to other owners: their keys open their jobs. */
  private static String owner(Caller caller, Params in) throws RpcException {
    String owner = in.string("owner").orElse(caller.owner());
    if (!owner.equals(caller.owner())) {
      caller.require(Scope.ALL);
    }
    if (owner.isEmpty() || owner.length() > MAX_LABEL_CHARS) {
      in.reject("owner", "must have 1 to " + MAX_LABEL_CHARS + " characters");
    }
    return owner;
  }

  /** A key can pass on only what it may do itself. */
  private static Set<Scope> scopes(Caller caller, Params in) {
    List<String> texts = in.strings("scopes");
    Set<Scope> scopes = new LinkedHashSet<>();
    for (int i = 0; i < texts.size(); i++) {
      String member = "scopes[" + i + "]";
      Optional<Scope> scope = Scope.parse(texts.get(i));
      if (scope.isEmpty()) {
        in.reject(member, "is not a scope");
      } else if (!caller.principal().may(scope.get())) {
        in.reject(member, "is not a scope of your own key");
      }
      scope.ifPresent(scopes::add);
    }
    if (texts.isEmpty()) {
      in.reject("scopes", "needs at least one scope");
    }
    return scopes;
  }

  private Optional<Instant> expiresAt(Params in) {
    Optional<Instant> end = in.time("expires_at");
    if (end.filter(time -> !time.isAfter(clock.instant())).isPresent()) {
      in.reject("expires_at", "is in the past");
    }
    return end;
  }

  JsonElement list(Caller caller, Optional<JsonElement> params) throws RpcException {
    caller.require(Scope.KEYS_ADMIN);
    Params in = Params.of(params);
    String owner = owner(caller, in);
    in.check();
    JsonArray list = new JsonArray();
    keys.list(owner).forEach(key -> list.add(json(key)));
    JsonObject result = new JsonObject();
    result.add("keys", list);
    return result;
  }

  JsonElement revoke(Caller caller, Optional<JsonElement> params) throws RpcException {
    ApiKey key = named(caller, params);
    ApiKey revoked = keys.revoke(key.id(), clock.instant()).orElseThrow(KeyMethods::notFound);
    keyring.forget(key.id());
    return json(revoked);
  }

  /**
   * The same rights under a new text; the old key is revoked. The caller gets the text, so it needs
   * those rights itself.
   */
  JsonElement rotate(Caller caller, Optional<JsonElement> params) throws RpcException {
    ApiKey old = named(caller, params);
    for (Scope scope : old.scopes()) {
      caller.require(scope);
    }
    if (!old.isLive(clock.instant())) {
      throw new RpcException(RpcError.of(RpcError.WRONG_STATE, "The key is revoked or expired"));
    }
    Keyring.Made made = keyring.make(old.owner(), old.label(), old.scopes(), old.expiresAt());
    keys.revoke(old.id(), clock.instant());
    keyring.forget(old.id());
    return shownOnce(made);
  }

  private ApiKey named(Caller caller, Optional<JsonElement> params) throws RpcException {
    caller.require(Scope.KEYS_ADMIN);
    Params in = Params.of(params);
    String id = in.requiredString("key_id");
    in.check();
    return keys.find(id)
        .filter(key -> key.owner().equals(caller.owner()) || caller.principal().may(Scope.ALL))
        .orElseThrow(KeyMethods::notFound);
  }

  private static RpcException notFound() {
    return new RpcException(RpcError.of(RpcError.NOT_FOUND, "No such key"));
  }

  private static JsonObject shownOnce(Keyring.Made made) {
    JsonObject json = json(made.key());
    json.addProperty("key", made.text().text());
    return json;
  }

  private static JsonObject json(ApiKey key) {
    JsonObject json = new JsonObject();
    json.addProperty("key_id", key.id());
    json.addProperty("owner", key.owner());
    json.addProperty("label", key.label());
    JsonArray scopes = new JsonArray();
    key.scopes().stream().map(Scope::value).sorted().forEach(scopes::add);
    json.add("scopes", scopes);
    json.addProperty("created_at", Json.time(key.createdAt()));
    Json.addTime(json, "expires_at", key.expiresAt());
    Json.addTime(json, "revoked_at", key.revokedAt());
    return json;
  }
}
