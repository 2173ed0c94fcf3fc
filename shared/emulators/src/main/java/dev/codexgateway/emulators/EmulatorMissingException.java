package dev.codexgateway.emulators;

/** An emulator is not installed here; the message says what to do about it. */
public final class EmulatorMissingException extends IllegalStateException {
  public EmulatorMissingException(String message) {
    super(message);
  }
}
