package dev.codexgateway.emulators.junit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.codexgateway.emulators.EmulatorMissingException;
import dev.codexgateway.emulators.PubSubEmulator;
import org.junit.jupiter.api.Test;

class SharedEmulatorsTest {
  private static PubSubEmulator missing() {
    throw new EmulatorMissingException("nothing here");
  }

  @Test
  void assumeOrFail_missing_skipsWithTheReason() {
    RuntimeException skipped =
        assertThrows(
            RuntimeException.class,
            () -> SharedEmulators.assumeOrFail(SharedEmulatorsTest::missing, false));

    assertEquals("TestAbortedException", skipped.getClass().getSimpleName());
    assertTrue(String.valueOf(skipped.getMessage()).contains("nothing here"));
  }

  @Test
  void assumeOrFail_missingWhereItMustExist_fails() {
    assertThrows(
        AssertionError.class,
        () -> SharedEmulators.assumeOrFail(SharedEmulatorsTest::missing, true));
  }

  @Test
  void pubSub_askedTwice_isOneProcess() {
    assertSame(SharedEmulators.pubSub(), SharedEmulators.pubSub());
    assertTrue(SharedEmulators.pubSub().isAlive());
  }

  @Test
  void newProject_isNewAndAllowed() {
    String project = SharedEmulators.newProject();

    assertNotEquals(project, SharedEmulators.newProject());
    assertEquals(project, project.replaceAll("[^a-z0-9-]", ""));
    assertTrue(project.length() >= 6 && project.length() <= 30, project);
  }
}
