package dev.codexgateway.cli;

/**
 * What a WebSocket close code asks of the client: the gateway's 44xx say stay away, its 45xx come
 * back; the codes of RFC 6455 section 7.4 that mean "you broke the protocol" say stay away, too.
 */
final class CloseCode {
  private CloseCode() {}

  static boolean mayComeBack(int code) {
    return switch (code) {
      case 1002, 1003, 1007, 1008, 1009, 1010 -> false;
      default -> code < 4400 || code >= 4500;
    };
  }

  /** The exit code for one that says stay away; the last two digits are those of HTTP. */
  static int exitCode(int code) {
    return switch (code) {
      case 4401, 4403 -> ExitCode.NO_PERMISSION;
      case 4404 -> ExitCode.NOT_FOUND;
      default -> ExitCode.PROTOCOL;
    };
  }
}
