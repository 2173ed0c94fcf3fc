package dev.codexgateway.functions.jsonrpc;

import dev.codexgateway.core.config.GatewayConfig;
import dev.codexgateway.core.platform.Platform;
import dev.codexgateway.core.rpc.RpcMethod;
import java.util.Map;
import java.util.TreeMap;

/** The methods by name. */
final class Methods {
  private Methods() {}

  static Map<String, RpcMethod<Caller>> of(Platform platform, GatewayConfig config) {
    JobWaiter waiter = new JobWaiter(platform.jobs(), platform.feed(), platform.clock());
    SubmitMethods submit = new SubmitMethods(platform, config.commands(), waiter);
    JobMethods jobs = new JobMethods(platform, waiter);
    KeyMethods keys = new KeyMethods(platform.keys(), platform.keyring(), platform.clock());
    VisibleHooks visible = new VisibleHooks(config);
    HookMethods hooks = new HookMethods(platform, config.commands(), visible);
    Map<String, RpcMethod<Caller>> methods = new TreeMap<>();
    methods.put("exec", submit::exec);
    methods.put("job.retry", submit::retry);
    methods.put("job.get", jobs::get);
    methods.put("job.wait", jobs::await);
    methods.put("job.cancel", jobs::cancel);
    methods.put("job.list", jobs::list);
    methods.put("job.log", jobs::log);
    methods.put("job.artifacts", jobs::artifacts);
    methods.put("key.create", keys::create);
    methods.put("key.list", keys::list);
    methods.put("key.revoke", keys::revoke);
    methods.put("key.rotate", keys::rotate);
    methods.put("hook.list", hooks::list);
    methods.put("hook.explain", hooks::explain);
    methods.put("hook.replay", new ReplayMethods(platform, visible)::replay);
    methods.put("delivery.list", new DeliveryMethods(platform.deliveries(), visible)::list);
    methods.put("command.list", new CommandMethods(config.commands())::list);
    methods.put("stream.ticket", new TicketMethods(platform)::ticket);
    methods.put("rpc.discover", new DiscoverMethod()::discover);
    return methods;
  }
}
