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
import dev.codexgateway.core.rpc.Params;
import dev.codexgateway.core.rpc.RpcException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** {@code delivery.list}: what came in, newest first. */
final class DeliveryMethods {
  private static final int DEFAULT_LIST = 20;
  private static final int MOST_WITH_BODY = 10;
  private static final int MAX_BODY_BYTES = 1024 * 1024;

  /** A caller who sees few of many hooks gets a shorter page rather than a long wait. */
  private static final int MOST_PAGES = 10;

  private final DeliveryStore deliveries;
  private final VisibleHooks hooks;

  DeliveryMethods(DeliveryStore deliveries, VisibleHooks hooks) {
    this.deliveries = deliveries;
    this.hooks = hooks;
  }

  JsonElement list(Caller caller, Optional<JsonElement> params) throws RpcException {
    caller.require(Scope.HOOKS_MANAGE);
    Params in = Params.of(params);
    Optional<String> hook = in.string("hook");
    Optional<Verdict> verdict = verdict(in);
    boolean withBody = in.flag("include_body");
    int most = withBody ? MOST_WITH_BODY : DeliveryQuery.MAX_LIMIT;
    int limit = (int) in.integer("limit", 1, most).orElse(Math.min(most, DEFAULT_LIST));
    Optional<DeliveryId> before = cursor(in);
    in.check();
    if (hook.filter(name -> !hooks.sees(caller, name)).isPresent()) {
      throw HookMethods.noSuchHook();
    }
    return page(caller, new DeliveryQuery(hook, verdict, before, limit), withBody);
  }

  private static Optional<Verdict> verdict(Params in) {
    Optional<String> text = in.string("verdict");
    Optional<Verdict> verdict = text.flatMap(Verdict::parse);
    if (text.isPresent() && verdict.isEmpty()) {
      in.reject("verdict", "is not a verdict");
    }
    return verdict;
  }

  static Optional<DeliveryId> cursor(Params in) {
    Optional<String> text = in.string("cursor");
    Optional<DeliveryId> cursor = text.flatMap(DeliveryId::parse);
    if (text.isPresent() && cursor.isEmpty()) {
      in.reject("cursor", "is not a cursor of an earlier answer");
    }
    return cursor;
  }

  private JsonElement page(Caller caller, DeliveryQuery first, boolean withBody) {
    List<DeliverySummary> shown = new ArrayList<>();
    Optional<DeliveryId> next = first.before();
    boolean isLast = false;
    for (int i = 0; i < MOST_PAGES && !isLast && shown.size() < first.limit(); i++) {
      int wanted = first.limit() - shown.size();
      List<DeliverySummary> page =
          deliveries.list(new DeliveryQuery(first.hook(), first.verdict(), next, wanted));
      page.stream().filter(delivery -> hooks.sees(caller, delivery.hook())).forEach(shown::add);
      isLast = page.size() < wanted;
      next = page.isEmpty() ? next : Optional.of(page.getLast().id());
    }
    return json(shown, withBody, isLast ? Optional.empty() : next);
  }

  private JsonObject json(
      List<DeliverySummary> shown, boolean withBody, Optional<DeliveryId> next) {
    JsonArray list = new JsonArray();
    shown.forEach(
        delivery -> list.add(withBody ? withRequest(delivery) : DeliveryJson.of(delivery)));
    JsonObject result = new JsonObject();
    result.add("deliveries", list);
    next.ifPresent(id -> result.addProperty("next_cursor", id.value()));
    return result;
  }

  private JsonObject withRequest(DeliverySummary delivery) {
    JsonObject json = DeliveryJson.of(delivery);
    deliveries
        .find(delivery.id())
        .map(Delivery::request)
        .ifPresent(request -> json.add("request", DeliveryJson.of(request, MAX_BODY_BYTES)));
    return json;
  }
}
