package dev.codexgateway.functions.jsonrpc;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import dev.codexgateway.core.command.CommandCatalog;
import dev.codexgateway.core.command.CommandDefinition;
import dev.codexgateway.core.key.Scope;
import dev.codexgateway.core.rpc.Params;
import dev.codexgateway.core.rpc.RpcException;
import java.util.Optional;

/** {@code command.list}: what the key may run. */
final class CommandMethods {
  private final CommandCatalog commands;

  CommandMethods(CommandCatalog commands) {
    this.commands = commands;
  }

  JsonElement list(Caller caller, Optional<JsonElement> params) throws RpcException {
    Params.of(params).check();
    JsonArray list = new JsonArray();
    commands.all().stream()
        .filter(command -> caller.principal().may(Scope.submit(command.name())))
        .map(CommandMethods::json)
        .forEach(list::add);
    JsonObject result = new JsonObject();
    result.add("commands", list);
    return result;
  }

  private static JsonObject json(CommandDefinition command) {
    JsonObject json = new JsonObject();
    json.addProperty("name", command.name());
    json.addProperty("description", command.description());
    json.addProperty("usage", command.usage());
    json.addProperty("max_timeout_seconds", command.maxTimeout().toSeconds());
    json.addProperty("retry_safe", command.maxAttempts() > 1);
    return json;
  }
}
