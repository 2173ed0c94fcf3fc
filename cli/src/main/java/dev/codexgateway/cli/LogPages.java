package dev.codexgateway.cli;

import com.google.gson.JsonObject;
import java.util.List;

/** Reads the stored log of a job with {@code job.log}, page by page. */
final class LogPages {
  private static final int PAGE = 1000;

  private final GatewayClient client;
  private final String jobId;

  LogPages(GatewayClient client, String jobId) {
    this.client = client;
    this.jobId = jobId;
  }

  /**
   * Delivers what is stored now, in order.
   *
   * @param from the number of the first event
   * @param limit at most so many events
   */
  void read(long from, long limit, LogStream.Sink sink) throws CliException, InterruptedException {
    long next = from;
    long left = limit;
    while (left > 0) {
      JsonObject page = page(next, Math.min(left, PAGE));
      List<JsonObject> events = Json.objects(page, "events");
      for (JsonObject event : events) {
        deliver(event, sink);
      }
      left -= events.size();
      long after = Json.integer(page, "next").orElse(next);
      if (events.isEmpty() || Json.flag(page, "complete") || after <= next) {
        return;
      }
      next = after;
    }
  }

  private JsonObject page(long from, long limit) throws CliException, InterruptedException {
    JsonObject params = JobCalls.params(jobId);
    params.addProperty("from", from);
    params.addProperty("limit", limit);
    return client.call("job.log", params);
  }

  private static void deliver(JsonObject event, LogStream.Sink sink) {
    if (Json.string(event, "type").filter("gap"::equals).isPresent()) {
      JsonObject gap = Json.object(event, "data").orElse(event);
      sink.gap(Json.integer(gap, "from").orElse(0), Json.integer(gap, "to").orElse(0));
    } else {
      sink.event(event);
    }
  }
}
