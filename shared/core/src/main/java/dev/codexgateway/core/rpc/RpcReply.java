package dev.codexgateway.core.rpc;

import java.util.List;
import java.util.stream.Collectors;

/** What goes back for one intake. The transport decides on its status from the variant. */
public sealed interface RpcReply {
  /** Only notifications came: nothing goes back. */
  record Nothing() implements RpcReply {}

  /** {@code {"jsonrpc":"2.0","id":…,"result":…}}. */
  record Result(RpcId id, String resultJson) implements RpcReply {
    public String toJson() {
      return "{\"jsonrpc\":\"2.0\",\"id\":" + id.json() + ",\"result\":" + resultJson + "}";
    }
  }

  /** {@code {"jsonrpc":"2.0","id":…,"error":…}}. */
  record Failure(RpcId id, RpcError error) implements RpcReply {
    public String toJson() {
      return "{\"jsonrpc\":\"2.0\",\"id\":" + id.json() + ",\"error\":" + error.toJson() + "}";
    }
  }

  /** The answers of a batch, without its notifications; never empty. */
  record Batch(List<RpcReply> replies) implements RpcReply {}

  /** The JSON text, or an empty one for {@link Nothing}. */
  static String text(RpcReply reply) {
    return switch (reply) {
      case Nothing() -> "";
      case Result result -> result.toJson();
      case Failure failure -> failure.toJson();
      case Batch(List<RpcReply> replies) ->
          replies.stream().map(RpcReply::text).collect(Collectors.joining(",", "[", "]"));
    };
  }
}
