package dev.codexgateway.relay.http;

import io.netty.channel.Channel;
import io.netty.channel.ChannelOutboundBuffer;
import java.time.Duration;

/** Notices a client that takes nothing of what waits for it. On the channel's loop. */
public final class Stall {
  private final Channel channel;
  private final long limitNanos;
  private long pending = -1;
  private long progress = -1;
  private long sinceNanos;

  public Stall(Channel channel, Duration limit) {
    this.channel = channel;
    this.limitNanos = limit.toNanos();
  }

  /** Whether bytes have been waiting and none left for the limit. Called at each tick. */
  public boolean isOver(long nowNanos) {
    ChannelOutboundBuffer out = channel.unsafe().outboundBuffer();
    if (out == null || out.totalPendingWriteBytes() == 0) {
      pending = -1;
      return false;
    }
    if (out.totalPendingWriteBytes() != pending || out.currentProgress() != progress) {
      pending = out.totalPendingWriteBytes();
      progress = out.currentProgress();
      sinceNanos = nowNanos;
      return false;
    }
    return nowNanos - sinceNanos >= limitNanos;
  }
}
