package dev.codexgateway.acceptance;

import org.junit.jupiter.api.TestInstance;

/**
 * What every body of the gateway does, asked over HTTP, WebSocket and server-sent events alone. A
 * subclass supplies the gateway; the rules stand in the interfaces, one per concern.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class EndToEndSuite
    implements SubmitRules,
        LogRules,
        ListRules,
        StopRules,
        CallRules,
        KeyRules,
        WatchRules,
        StreamRules,
        ArtifactRules,
        BadInputRules,
        WebhookRules {}
