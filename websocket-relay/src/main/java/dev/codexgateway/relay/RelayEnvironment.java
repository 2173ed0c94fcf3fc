package dev.codexgateway.relay;

import dev.codexgateway.core.platform.Environment;
import dev.codexgateway.relay.hub.HubLimits;
import dev.codexgateway.relay.watch.WatchLimits;
import dev.codexgateway.relay.watch.WatchLimits.Times;
import java.time.Duration;

/** The settings of a relay that Cloud Run starts; docs/deployment.md has the table. */
final class RelayEnvironment {
  /** Cloud Run gives an instance at most 1,000 requests; the rest is for health checks. */
  private static final int CONNECTIONS = 900;

  /** Cloud Run cuts a request after 60 minutes at the latest. */
  private static final int LONGEST_LIFE_SECONDS = 58 * 60;

  /** On Google Cloud each look is a paid read; a lost last event is seen this much later. */
  private static final int SILENCE_SECONDS = 10;

  private RelayEnvironment() {}

  static RelaySettings settings(Environment env) {
    int connections = env.integer("GATEWAY_MAX_CONNECTIONS", 1, 100_000, CONNECTIONS);
    return RelaySettings.DEFAULTS
        .withAddress("0.0.0.0", env.integer("PORT", 0, 65_535, 8080))
        .withWatch(
            WatchLimits.DEFAULTS
                .withAllowedOrigins(env.list("GATEWAY_ALLOWED_ORIGINS"))
                .withMaxConnections(connections)
                .withTimes(times(env)))
        .withHub(
            HubLimits.DEFAULTS.withSilence(
                env.seconds("GATEWAY_SILENCE_SECONDS", 1, 3600, SILENCE_SECONDS)));
  }

  /** A connection lives from 50/58 of the longest life to all of it. */
  private static Times times(Environment env) {
    Duration longest =
        env.seconds("GATEWAY_CONNECTION_LIFE_SECONDS", 10, 86_400, LONGEST_LIFE_SECONDS);
    return Times.DEFAULTS.withLife(longest.multipliedBy(50).dividedBy(58), longest);
  }
}
