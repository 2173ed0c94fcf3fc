package dev.codexgateway.functions.webhook;

import dev.codexgateway.core.config.ConfigException;
import dev.codexgateway.core.config.GatewayConfig;
import dev.codexgateway.core.hook.Delivery;
import dev.codexgateway.core.hook.DeliveryQuery;
import dev.codexgateway.core.hook.DeliverySummary;
import dev.codexgateway.core.hook.Verdict;
import dev.codexgateway.core.job.Job;
import dev.codexgateway.core.job.JobId;
import dev.codexgateway.core.secret.Secret;
import dev.codexgateway.hooks.Hooks;
import dev.codexgateway.hooks.verify.Signature;
import dev.codexgateway.testkit.http.FakeRequest;
import dev.codexgateway.testkit.http.FakeResponse;
import dev.codexgateway.testkit.memory.MemoryPlatform;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

/** The function on ports in memory, with hooks of several providers. */
final class Gateway {
  static final Instant START = Instant.parse("2026-01-02T03:04:05.678Z");
  static final String SECRET = "whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD";

  private static final String CONFIG =
      """
      commands:
        echo: {executable: /bin/echo, args: any}
        deploy:
          executable: /opt/deploy
          args: [{slot: branch, pattern: '[a-z0-9/_.-]+', max_chars: 64}]
          max_timeout_seconds: 60
          retry_safe: true
      hooks:
        github:
          verifier: github
          secret: the-secret
          owner: team
          filter: headers['x-github-event'] == 'push'
          limits: {max_body_bytes: 20000}
          jobs:
            - {command: deploy, args: ['${ body.ref.substring(11) }'], labels: {by: '${ hook }'}}
            - {command: echo, filter: 'has(body.loud) && body.loud', args: ['${ body.ref }']}
        slack:
          verifier: slack
          secrets: [new-secret, the-secret]
          jobs: [{command: echo, args: ['${ body.?text.orValue("event") }']}]
        generic:
          verifier: {type: hmac, header: X-Sig}
          secret: the-secret
          identity: body.id
          jobs:
            - {command: echo, args: ['${ body.id }'], idempotency: '${ body.order }'}
        token:
          verifier: {type: token, query: token}
          secret: the-secret
          jobs: [{command: echo, args: ['${ json(query) }', '${ raw }']}]
        dead:
          verifier: github
          secret: nowhere
          jobs: [{command: echo}]
      """;

  final AtomicReference<Instant> now = new AtomicReference<>(START);
  final MemoryPlatform platform = new MemoryPlatform(now::get);
  final WebhookFunction function;
  private final Hooks hooks;

  Gateway() {
    platform.secrets().set("the-secret", SECRET);
    try {
      hooks = Hooks.compile(GatewayConfig.parse("g.yaml", CONFIG));
    } catch (ConfigException e) {
      throw new AssertionError(e);
    }
    function = new WebhookFunction(platform, hooks);
  }

  FakeResponse send(FakeRequest request) {
    FakeResponse response = new FakeResponse();
    try {
      function.service(request, response);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return response;
  }

  /** Signs the request as its provider would, and sends it. */
  FakeResponse sendSigned(FakeRequest request) {
    return send(signed(request));
  }

  FakeRequest signed(FakeRequest request) {
    String hook = request.getPath().substring(WebhookFunction.PREFIX.length());
    Signature signature =
        hooks
            .find(hook)
            .orElseThrow()
            .verifier()
            .sign(new Secret(SECRET), request.body(), now.get(), "msg_1");
    signature.headers().forEach(request::header);
    signature.query().forEach(request::query);
    return request;
  }

  FakeResponse push(String body) {
    return sendSigned(
        FakeRequest.post("/webhook/github", body)
            .header("X-GitHub-Event", "push")
            .header("X-GitHub-Delivery", "72d3162e"));
  }

  /** The latest delivery that is kept. */
  Delivery latest() {
    return platform.deliveries().find(deliveries().getFirst().id()).orElseThrow();
  }

  List<DeliverySummary> deliveries() {
    return platform
        .deliveries()
        .list(new DeliveryQuery(Optional.empty(), Optional.empty(), Optional.empty(), 100));
  }

  long count(Verdict verdict) {
    return deliveries().stream().filter(delivery -> delivery.verdict() == verdict).count();
  }

  Job job(String id) {
    return platform.jobs().find(new JobId(id)).orElseThrow();
  }
}
