package dev.codexgateway.functions.jsonrpc;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import dev.codexgateway.core.job.JobId;
import dev.codexgateway.core.job.JobStore;
import dev.codexgateway.core.json.Json;
import dev.codexgateway.core.key.Scope;
import dev.codexgateway.core.key.Ticket;
import dev.codexgateway.core.key.TicketStore;
import dev.codexgateway.core.platform.Platform;
import dev.codexgateway.core.rpc.Params;
import dev.codexgateway.core.rpc.RpcException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** {@code stream.ticket}: the right to open one watching connection. */
final class TicketMethods {
  private static final Duration LIFE = Duration.ofSeconds(60);
  private static final int MAX_JOBS = 64;

  private final JobStore jobs;
  private final TicketStore tickets;
  private final InstantSource clock;

  TicketMethods(Platform platform) {
    this.jobs = platform.jobs();
    this.tickets = platform.tickets();
    this.clock = platform.clock();
  }

  JsonElement ticket(Caller caller, Optional<JsonElement> params) throws RpcException {
    caller.require(Scope.WS_SUBSCRIBE);
    Params in = Params.of(params);
    List<String> jobIds = in.strings("job_ids");
    if (in.has("job_ids") && jobIds.isEmpty()) {
      in.reject("job_ids", "needs at least one value; leave it out for all of your jobs");
    }
    if (jobIds.size() > MAX_JOBS) {
      in.reject("job_ids", "has more than " + MAX_JOBS + " values");
    }
    Optional<String> origin = in.string("origin");
    in.check();
    Set<JobId> own = new LinkedHashSet<>();
    for (String jobId : jobIds) {
      own.add(Lookup.own(jobs, caller, jobId).id());
    }
    Instant expiresAt = clock.instant().plus(LIFE);
    JsonObject result = new JsonObject();
    result.addProperty(
        "ticket", tickets.issue(new Ticket(caller.principal(), own, origin, expiresAt)));
    result.addProperty("expires_at", Json.time(expiresAt));
    return result;
  }
}
