package dev.codexgateway.functions.worker.caller;

import java.util.List;

/** Decides whether a request may ring or sweep. */
public interface CallerCheck {
  /** Lets everybody in, since the platform in front checks callers itself. */
  CallerCheck NONE = _ -> Verdict.ALLOWED;

  /**
   * @param authorization all values of that header
   */
  Verdict check(List<String> authorization);

  /** What the caller hears, without a detail. */
  enum Verdict {
    ALLOWED,
    /** 401: no token, or none that holds. */
    UNKNOWN,
    /** 403: a good token of somebody else. */
    FORBIDDEN
  }
}
