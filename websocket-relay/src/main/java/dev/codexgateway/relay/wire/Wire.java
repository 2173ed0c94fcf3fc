package dev.codexgateway.relay.wire;

import dev.codexgateway.core.event.Event;
import dev.codexgateway.core.job.JobId;
import java.nio.charset.StandardCharsets;

/**
 * The two forms in which a watcher gets a job's log. Nothing in them is particular to one reader.
 */
public enum Wire {
  /** JSON-RPC notifications, each in a text message, with the frame header. */
  WEB_SOCKET {
    @Override
    public byte[] event(JobId job, Event event) {
      return notification("event", job, event.membersJson());
    }

    @Override
    public byte[] gap(JobId job, long from, long to) {
      return notification("gap", job, fromTo(from, to));
    }

    @Override
    public byte[] caughtUp(JobId job, long seq) {
      return notification("caught_up", job, "\"seq\":" + seq);
    }

    @Override
    public byte[] end(JobId job) {
      return WsFrames.text(
          "{\"jsonrpc\":\"2.0\",\"method\":\"end\",\"params\":{\"job_id\":\"" + job + "\"}}");
    }

    private byte[] notification(String method, JobId job, String members) {
      return WsFrames.text(
          "{\"jsonrpc\":\"2.0\",\"method\":\""
              + method
              + "\",\"params\":{\"job_id\":\""
              + job
              + "\","
              + members
              + "}}");
    }
  },

  /** https://html.spec.whatwg.org/multipage/server-sent-events.html; events carry no name. */
  SERVER_SENT_EVENTS {
    @Override
    public byte[] event(JobId job, Event event) {
      return utf8("id: " + event.seq() + "\ndata: " + event.toJson() + "\n\n");
    }

    @Override
    public byte[] gap(JobId job, long from, long to) {
      return utf8("event: gap\ndata: {\"job_id\":\"" + job + "\"," + fromTo(from, to) + "}\n\n");
    }

    @Override
    public byte[] caughtUp(JobId job, long seq) {
      return utf8(": caught up with " + seq + "\n\n");
    }

    // The end of the response says it.
    @Override
    public byte[] end(JobId job) {
      return new byte[0];
    }
  };

  public abstract byte[] event(JobId job, Event event);

  /** The log from {@code from} to {@code to}, both inclusive, was trimmed. */
  public abstract byte[] gap(JobId job, long from, long to);

  /** Everything up to {@code seq} was sent; what follows is live. */
  public abstract byte[] caughtUp(JobId job, long seq);

  public abstract byte[] end(JobId job);

  private static String fromTo(long from, long to) {
    return "\"from\":" + from + ",\"to\":" + to;
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
