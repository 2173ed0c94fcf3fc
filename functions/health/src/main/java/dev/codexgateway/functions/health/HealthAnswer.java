package dev.codexgateway.functions.health;

import java.util.Map;

/** What goes back over HTTP. */
record HealthAnswer(int status, Map<String, String> headers, String json) {}
