package dev.codexgateway.functions.jsonrpc;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.codexgateway.core.event.Event;
import dev.codexgateway.core.job.Job;
import dev.codexgateway.core.job.JobId;
import dev.codexgateway.core.job.JobStore;
import java.util.ArrayList;
import java.util.List;

/**
 * A page of a log: at most so many events, and about a mebibyte of them, whichever comes first.
 *
 * @param next where the next page begins
 */
record LogPage(List<Event> events, long next) {
  static final int MAX_EVENTS = 1000;
  static final int DEFAULT_EVENTS = 100;
  private static final int MAX_CHARS = 1024 * 1024;
  private static final int READ_AT_ONCE = 50;

  static LogPage read(JobStore jobs, JobId id, long from, int limit) {
    List<Event> page = new ArrayList<>();
    long next = from;
    long chars = 0;
    while (page.size() < limit && chars < MAX_CHARS) {
      int wanted = Math.min(READ_AT_ONCE, limit - page.size());
      List<Event> read = jobs.events(id, next, wanted);
      for (Event event : read) {
        page.add(event);
        chars += event.dataJson().length();
        next = event.seq() + 1;
      }
      if (read.size() < wanted) {
        break;
      }
    }
    return new LogPage(page, next);
  }

  /** {@code {"events":[…],"next":12,"complete":true}}. */
  JsonElement toJson(Job job) {
    JsonArray list = new JsonArray();
    events.forEach(event -> list.add(JsonParser.parseString(event.toJson())));
    JsonObject json = new JsonObject();
    json.add("events", list);
    json.addProperty("next", next);
    json.addProperty("complete", job.isTerminal() && next >= job.nextSeq());
    return json;
  }
}
