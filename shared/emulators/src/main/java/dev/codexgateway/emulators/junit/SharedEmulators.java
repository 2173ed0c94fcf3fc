package dev.codexgateway.emulators.junit;

import static org.junit.jupiter.api.Assumptions.abort;

import dev.codexgateway.emulators.Emulator;
import dev.codexgateway.emulators.EmulatorMissingException;
import dev.codexgateway.emulators.FirestoreEmulator;
import dev.codexgateway.emulators.PubSubEmulator;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Emulators that all tests of one JVM share, since a start takes seconds: started at the first
 * call, ended with the JVM. A test keeps to a {@link #newProject project of its own}, and does not
 * close or pause what is shared.
 *
 * <p>Where an emulator is not installed the calling test is skipped with the reason, or fails where
 * the system property {@code gateway.ci} is {@code true}.
 */
public final class SharedEmulators {
  private static final Shared<FirestoreEmulator> FIRESTORE =
      new Shared<>(() -> assumeOrFail(FirestoreEmulator::start));
  private static final Shared<PubSubEmulator> PUBSUB =
      new Shared<>(() -> assumeOrFail(PubSubEmulator::start));

  private SharedEmulators() {}

  public static FirestoreEmulator firestore() {
    return FIRESTORE.get();
  }

  public static PubSubEmulator pubSub() {
    return PUBSUB.get();
  }

  /** The id of a project that no other test uses; emulators know every project as an empty one. */
  public static String newProject() {
    return "test-" + Long.toString(ThreadLocalRandom.current().nextLong(1L << 50), 36);
  }

  /** Starts an emulator of the caller's own, under the same rule for a missing one. */
  public static <E extends Emulator> E assumeOrFail(Supplier<E> start) {
    return assumeOrFail(start, Boolean.getBoolean("gateway.ci"));
  }

  static <E extends Emulator> E assumeOrFail(Supplier<E> start, boolean mustExist) {
    try {
      return start.get();
    } catch (EmulatorMissingException e) {
      if (mustExist) {
        throw new AssertionError("an emulator is missing: " + e.getMessage(), e);
      }
      return abort(String.valueOf(e.getMessage()));
    }
  }

  /** Started by the first who asks; not remembered where that fails. */
  private static final class Shared<E extends Emulator> {
    private final Supplier<E> start;
    private @Nullable E started;

    Shared(Supplier<E> start) {
      this.start = start;
    }

    synchronized E get() {
      E emulator = started;
      if (emulator == null) {
        emulator = start.get();
        started = emulator;
      }
      return emulator;
    }
  }
}
