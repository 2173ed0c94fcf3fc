package dev.codexgateway.functions.jsonrpc;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import dev.codexgateway.core.hook.Delivery;
import dev.codexgateway.core.hook.DeliveryId;
import dev.codexgateway.core.hook.DeliveryQuery;
import dev.codexgateway.core.hook.DeliveryStore;
import dev.codexgateway.core.hook.DeliverySummary;
import dev.codexgateway.core.hook.Verdict;
import dev.codexgateway.core.key.Scope;
import dev.codexgateway.core.platform.Platform;
import dev.codexgateway.core.rpc.Params;
import dev.codexgateway.core.rpc.RpcException;
import dev.codexgateway.hooks.Hook;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * {@code hook.replay}: lets stored deliveries go through today's configuration once more. Each
 * delivery is a step of its own: where the store fails in between, the same call goes on where this
 * one ended, since what it made already is not made again.
 */
final class ReplayMethods {
  private static final int MOST_DELIVERIES = 100;
  private static final int MOST_IN_RANGE = 5_000;

  private final VisibleHooks hooks;
  private final DeliveryStore deliveries;
  private final Replay replay;

  ReplayMethods(Platform platform, VisibleHooks hooks) {
    this.hooks = hooks;
    this.deliveries = platform.deliveries();
    this.replay = new Replay(platform);
  }

  /** Which deliveries, and what comes after them. */
  private record Selection(List<DeliveryId> ids, Optional<DeliveryId> next) {}

  JsonElement replay(Caller caller, Optional<JsonElement> params) throws RpcException {
    caller.require(Scope.HOOKS_MANAGE);
    Params in = Params.of(params);
    boolean dryRun = in.flag("dry_run");
    Optional<String> key = SubmitMethods.idempotencyKey(caller, in);
    Wanted wanted = wanted(in);
    in.check();
    Selection selection =
        wanted.hook().isPresent()
            ? range(caller, wanted.hook().get(), wanted, in)
            : new Selection(wanted.ids(), Optional.empty());
    JsonArray list = new JsonArray();
    for (DeliveryId id : selection.ids()) {
      list.add(outcome(caller, id, key, dryRun));
    }
    JsonObject result = new JsonObject();
    result.addProperty("dry_run", dryRun);
    result.add("deliveries", list);
    selection.next().ifPresent(id -> result.addProperty("next_cursor", id.value()));
    return result;
  }

  /** What the caller asked for: ids, or a hook and a time. */
  private record Wanted(
      List<DeliveryId> ids,
      Optional<String> hook,
      Optional<Instant> since,
      Optional<Instant> until,
      int limit,
      Optional<DeliveryId> after) {}

  private static Wanted wanted(Params in) {
    List<String> texts = in.strings("delivery_ids");
    List<DeliveryId> ids = new ArrayList<>();
    for (int i = 0; i < texts.size(); i++) {
      Optional<DeliveryId> id = DeliveryId.parse(texts.get(i));
      if (id.isEmpty()) {
        in.reject("delivery_ids[" + i + "]", "is not the id of a delivery");
      }
      id.ifPresent(ids::add);
    }
    Wanted wanted =
        new Wanted(
            ids.stream().distinct().toList(),
            in.string("hook"),
            in.time("since"),
            in.time("until"),
            (int) in.integer("limit", 1, MOST_DELIVERIES).orElse(MOST_DELIVERIES),
            DeliveryMethods.cursor(in));
    if (in.has("delivery_ids") && in.has("hook")) {
      in.reject("hook", "and delivery_ids cannot both be there");
    } else if (in.has("hook") && !in.has("since")) {
      in.reject("since", "is required with hook");
    } else if (!in.has("hook") && (texts.isEmpty() || texts.size() > MOST_DELIVERIES)) {
      in.reject(
          "delivery_ids", "must have 1 to " + MOST_DELIVERIES + " ids, or give hook and since");
    }
    return wanted;
  }

  /** All of a hook in a time, oldest first, a page at a time. */
  private Selection range(Caller caller, String hook, Wanted wanted, Params in)
      throws RpcException {
    if (!hooks.sees(caller, hook)) {
      throw HookMethods.noSuchHook();
    }
    List<DeliveryId> all = new ArrayList<>();
    Instant since = wanted.since().orElseThrow();
    for (DeliveryId id : inRange(hook, since, wanted.until().orElse(Instant.MAX), in)) {
      if (wanted.after().filter(cursor -> id.compareTo(cursor) <= 0).isEmpty()) {
        all.add(id);
      }
    }
    int limit = wanted.limit();
    return all.size() <= limit
        ? new Selection(all, Optional.empty())
        : new Selection(all.subList(0, limit), Optional.of(all.get(limit - 1)));
  }

  /** Oldest first; those that were never authentic or wanted twice are left out. */
  private List<DeliveryId> inRange(String hook, Instant since, Instant until, Params in)
      throws RpcException {
    List<DeliveryId> found = new ArrayList<>();
    Optional<DeliveryId> before = Optional.empty();
    boolean more = true;
    while (more) {
      List<DeliverySummary> page = deliveries.list(page(hook, before));
      for (DeliverySummary delivery : page) {
        if (isReplayable(delivery, since, until)) {
          found.addFirst(delivery.id());
        }
      }
      if (found.size() > MOST_IN_RANGE) {
        in.reject("since", "more than " + MOST_IN_RANGE + " deliveries; narrow it with until");
        in.check();
      }
      more = page.size() == DeliveryQuery.MAX_LIMIT && !page.getLast().receivedAt().isBefore(since);
      before = page.isEmpty() ? before : Optional.of(page.getLast().id());
    }
    return found;
  }

  private static DeliveryQuery page(String hook, Optional<DeliveryId> before) {
    return new DeliveryQuery(Optional.of(hook), Optional.empty(), before, DeliveryQuery.MAX_LIMIT);
  }

  private static boolean isReplayable(DeliverySummary delivery, Instant since, Instant until) {
    return hasBody(delivery.verdict())
        && !delivery.receivedAt().isBefore(since)
        && delivery.receivedAt().isBefore(until);
  }

  private static boolean hasBody(Verdict verdict) {
    return switch (verdict) {
      case ACCEPTED, UNWANTED -> true;
      case DUPLICATE, REJECTED -> false;
    };
  }

  private JsonObject outcome(Caller caller, DeliveryId id, Optional<String> key, boolean dryRun) {
    JsonObject json = new JsonObject();
    json.addProperty("delivery_id", id.value());
    Optional<Delivery> delivery =
        deliveries.find(id).filter(found -> hooks.sees(caller, found.hook()));
    if (delivery.isEmpty()) {
      json.addProperty("outcome", "missing");
      json.addProperty("reason", "there is no such delivery");
      return json;
    }
    json.addProperty("hook", delivery.get().hook());
    add(json, caller, delivery.get(), key, dryRun);
    return json;
  }

  private void add(
      JsonObject json, Caller caller, Delivery delivery, Optional<String> key, boolean dryRun) {
    Optional<Hook> hook = hooks.find(caller, delivery.hook());
    if (!hasBody(delivery.verdict())) {
      json.addProperty("outcome", delivery.verdict().wireName());
      json.addProperty("reason", "its body was not kept: " + delivery.reason());
    } else if (hook.isEmpty()) {
      json.addProperty("outcome", "unknown_hook");
      json.addProperty("reason", "the configuration has no such hook any more");
    } else {
      replay.add(json, hook.get(), delivery, key, dryRun);
    }
  }
}
