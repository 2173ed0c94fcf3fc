package dev.codexgateway.relay.loop;

/** A connection, as its event loop sees it. Both methods are called on that loop only. */
public interface LoopMember {
  /**
   * Sends what can be sent, with one flush; called at the end of a turn after {@link
   * LoopWork#serveSoon}.
   */
  void serve();

  /** Looks at the member's deadlines. */
  void tick(long nowNanos);

  /** The server stops: finish what is under way, say good-bye, close. */
  void leave();
}
