package dev.codexgateway.benchmarks.report;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Where a run took place, for figures say nothing without it. */
public final class Machine {
  private static final int SYNCS = 200;
  private static final int SYNC_BYTES = 4096;

  private Machine() {}

  /**
   * @param commit of the code under test
   * @param directory on the disk that keeps the jobs
   */
  public static String markdown(String commit, Path directory) throws IOException {
    List<String> lines = new ArrayList<>();
    lines.add("| | |");
    lines.add("| --- | --- |");
    add(lines, "date", Instant.now().truncatedTo(ChronoUnit.SECONDS).toString());
    add(lines, "commit", commit);
    add(lines, "cores", String.valueOf(Runtime.getRuntime().availableProcessors()));
    add(lines, "CPU", procValue("/proc/cpuinfo", "model name"));
    add(lines, "memory", memory());
    add(lines, "kernel", System.getProperty("os.name") + " " + System.getProperty("os.version"));
    add(lines, "JDK", System.getProperty("java.vendor") + " " + Runtime.version());
    add(lines, "disk", disk(directory));
    add(lines, "load average before the run", loadAverage());
    return String.join("\n", lines) + "\n";
  }

  private static void add(List<String> lines, String name, String value) {
    lines.add("| " + name + " | " + value + " |");
  }

  private static String memory() throws IOException {
    long kibibytes = Long.parseLong(procValue("/proc/meminfo", "MemTotal").replaceAll("\\D", ""));
    return String.format(Locale.ROOT, "%.1f GiB", kibibytes / 1024.0 / 1024.0);
  }

  private static String loadAverage() throws IOException {
    return Files.readString(Path.of("/proc/loadavg")).split(" ")[0];
  }

  private static String procValue(String file, String name) throws IOException {
    return Files.readAllLines(Path.of(file)).stream()
        .filter(line -> line.startsWith(name))
        .map(line -> line.substring(line.indexOf(':') + 1).strip())
        .findFirst()
        .orElse("unknown");
  }

  private static String disk(Path directory) throws IOException {
    return String.format(
        Locale.ROOT,
        "%s; appending 4 KiB and fdatasync takes %.2f ms",
        Files.getFileStore(directory).type(),
        syncMillis(directory).median());
  }

  private static Rounds syncMillis(Path directory) throws IOException {
    Path file = Files.createTempFile(directory, "sync", "");
    Rounds millis = new Rounds();
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      for (int i = 0; i < SYNCS; i++) {
        long begin = System.nanoTime();
        channel.write(ByteBuffer.allocate(SYNC_BYTES));
        channel.force(false);
        millis.add((System.nanoTime() - begin) / 1e6);
      }
    }
    Files.delete(file);
    return millis;
  }
}
