package dev.codexgateway.functions.worker;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.codexgateway.core.job.JobId;
import dev.codexgateway.core.job.Lease;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class WorkDirectoryTest {
  @TempDir private Path parent;

  @Test
  void deleteAll_afterKill_leavesNothingButWhatLinksLeadTo() throws Exception {
    Path outside = Files.writeString(parent.resolve("outside"), "kept");
    Path work = parent.resolve("work");
    // Never closed, as by a gateway that was killed.
    WorkDirectory first =
        WorkDirectory.create(work, new Lease(JobId.next(), 1), Optional.of("input"));
    WorkDirectory second = WorkDirectory.create(work, new Lease(JobId.next(), 2), Optional.empty());
    Path closed = Files.createDirectory(first.files().resolve("closed"));
    Files.writeString(closed.resolve("file"), "text");
    Files.setPosixFilePermissions(closed, PosixFilePermissions.fromString("---------"));
    Files.createSymbolicLink(second.files().resolve("link"), outside);

    WorkDirectory.deleteAll(work);

    assertFalse(Files.exists(first.files()));
    assertEquals(0, work.toFile().list().length);
    assertTrue(Files.exists(outside));
  }

  @Test
  void deleteAll_beforeTheFirstJob_findsNothing() {
    WorkDirectory.deleteAll(parent.resolve("work"));
    assertFalse(Files.exists(parent.resolve("work")));
  }
}
