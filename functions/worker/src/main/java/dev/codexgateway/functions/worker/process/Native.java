package dev.codexgateway.functions.worker.process;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.invoke.MethodHandle;
import java.util.Locale;
import java.util.Set;

/** Finds and links the functions of the C library. */
final class Native {
  private static final Linker LINKER = Linker.nativeLinker();
  private static final SymbolLookup C_LIBRARY = LINKER.defaultLookup();
  private static final Set<String> MACHINES = Set.of("amd64", "x86_64", "aarch64");

  /** In glibc since 2.34 and the youngest function used here; musl has none. */
  private static final String NEWEST_FUNCTION = "posix_spawn_file_actions_addclosefrom_np";

  private Native() {}

  /**
   * @throws UnsupportedOperationException if this is not the platform whose numbers and structures
   *     this package was written for
   */
  static void requireSupportedPlatform() {
    String system = System.getProperty("os.name", "");
    String machine = System.getProperty("os.arch", "").toLowerCase(Locale.ROOT);
    boolean supported =
        system.equals("Linux")
            && MACHINES.contains(machine)
            && C_LIBRARY.find("gnu_get_libc_version").isPresent()
            && C_LIBRARY.find(NEWEST_FUNCTION).isPresent();
    if (!supported) {
      throw new UnsupportedOperationException(
          "Jobs run on Linux with glibc 2.34 or later on x86_64 or aarch64, not on "
              + system
              + " "
              + machine
              + (system.equals("Linux") ? " with this C library" : ""));
    }
  }

  @SuppressWarnings("restricted") // the types given here are those of the manual
  static MethodHandle link(String function, FunctionDescriptor type, Linker.Option... options) {
    MemorySegment address =
        C_LIBRARY
            .find(function)
            .orElseThrow(() -> new UnsupportedOperationException("C library has no " + function));
    return LINKER.downcallHandle(address, type, options);
  }

  /** A downcall cannot throw anything but what the JVM itself throws. */
  static RuntimeException unexpected(Throwable thrown) {
    if (thrown instanceof Error error) {
      throw error;
    }
    return new IllegalStateException("A native call failed", thrown);
  }
}
