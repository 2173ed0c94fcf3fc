package dev.codexgateway.relay.watch;

import dev.codexgateway.core.job.Job;
import dev.codexgateway.core.job.JobId;
import dev.codexgateway.relay.http.ServerRequest;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * {@code GET /events/{job_id}?from=N&ticket=…}.
 *
 * @param job empty where the text cannot be the id of any job
 * @param from the first event wanted
 * @param origin of the page that asks, allowed
 */
record SseRequest(
    Optional<JobId> job, long from, Optional<String> ticket, Optional<String> origin) {
  private static final String PATH = "/events/";
  private static final Pattern NUMBER = Pattern.compile("[0-9]{1,18}");

  /**
   * @throws Refused with 405 or 400; 204 for the preflight of a page (Fetch, section 3.2)
   */
  static SseRequest read(ServerRequest request, Optional<String> origin) throws Refused {
    if (request.method().equals("OPTIONS") && origin.isPresent()) {
      throw preflight(origin.get());
    }
    if (!request.method().equals("GET")) {
      throw Refused.with(405, "events are read with GET").header("Allow", "GET");
    }
    Map<String, String> query = query(request.query());
    if (query.keySet().stream().anyMatch(name -> !name.equals("from") && !name.equals("ticket"))) {
      throw Refused.with(400, "the query may have from and ticket; a key belongs in a header");
    }
    return new SseRequest(
        JobId.parse(request.path().substring(PATH.length())),
        from(request, query),
        Optional.ofNullable(query.get("ticket")),
        origin);
  }

  /** What is wrong with {@link #from}, or 204 where a finished log has nothing from there on. */
  Optional<Refused> checkAgainst(Job seen) {
    if (from < seen.nextSeq()) {
      return Optional.empty();
    }
    if (seen.isTerminal()) {
      return Optional.of(Refused.empty(204));
    }
    return from == seen.nextSeq()
        ? Optional.empty()
        : Optional.of(Refused.with(400, "from must be at most " + seen.nextSeq()));
  }

  /** Status line and headers. */
  byte[] head() {
    StringBuilder head = new StringBuilder("HTTP/1.1 200 OK\r\n");
    head.append("Content-Type: text/event-stream; charset=utf-8\r\n");
    head.append("Cache-Control: no-store\r\n");
    head.append("X-Accel-Buffering: no\r\n");
    head.append("Connection: close\r\n");
    corsHeaders().forEach((name, value) -> head.append(name + ": " + value + "\r\n"));
    return head.append("\r\n").toString().getBytes(StandardCharsets.ISO_8859_1);
  }

  Map<String, String> corsHeaders() {
    Map<String, String> headers = new LinkedHashMap<>();
    origin.ifPresent(page -> headers.put("Access-Control-Allow-Origin", page));
    origin.ifPresent(_ -> headers.put("Vary", "Origin"));
    return headers;
  }

  private static Refused preflight(String origin) {
    return Refused.empty(204)
        .header("Access-Control-Allow-Origin", origin)
        .header("Access-Control-Allow-Methods", "GET")
        .header("Access-Control-Allow-Headers", "Authorization, X-API-Key, Last-Event-ID")
        .header("Access-Control-Max-Age", "600")
        .header("Vary", "Origin");
  }

  /** A client that reconnects by itself repeats its URL, so the header wins. */
  private static long from(ServerRequest request, Map<String, String> query) throws Refused {
    Optional<String> last = request.headers().first("Last-Event-ID");
    if (last.isPresent()) {
      return number("Last-Event-ID", last.get().strip(), 0) + 1;
    }
    String from = query.get("from");
    return from == null ? 1 : number("from", from, 1);
  }

  private static long number(String name, String text, long min) throws Refused {
    if (!NUMBER.matcher(text).matches() || Long.parseLong(text) < min) {
      throw Refused.with(400, name + " must be an integer from " + min);
    }
    return Long.parseLong(text);
  }

  private static Map<String, String> query(Optional<String> raw) throws Refused {
    Map<String, String> query = new LinkedHashMap<>();
    for (String pair : raw.orElse("").split("&")) {
      if (pair.isEmpty()) {
        continue;
      }
      int equals = pair.indexOf('=');
      String name = equals < 0 ? pair : pair.substring(0, equals);
      String value = equals < 0 ? "" : pair.substring(equals + 1);
      if (query.put(decoded(name), decoded(value)) != null) {
        throw Refused.with(400, "a query parameter was given twice");
      }
    }
    return query;
  }

  private static String decoded(String text) throws Refused {
    try {
      return URLDecoder.decode(text, StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      throw Refused.with(400, "the query has a broken escape");
    }
  }
}
