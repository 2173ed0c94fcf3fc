package dev.codexgateway.core.command;

import java.util.Optional;

/** One element of a command's argument list in the configuration. */
public sealed interface Word {
  /** Always there, as it stands. */
  record Fixed(String text) implements Word {}

  /**
   * One value from the caller.
   *
   * @param defaultValue used where the caller gives fewer values; without it the slot is required
   * @param allowDash a value may begin with {@code -}; otherwise it could pose as an option
   */
  record Slot(String name, SlotType type, Optional<String> defaultValue, boolean allowDash)
      implements Word {}

  /** All further values of the caller, each of the type; only at the end of the list. */
  record Rest(SlotType type, int maxItems, boolean allowDash) implements Word {}
}
