package dev.codexgateway.benchmarks.gateway;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/** What {@code /proc} tells of a process; see proc_pid_stat(5). */
public record ProcessFacts(long pid) {
  /** In clock ticks, of which Linux has 100 a second on every architecture that runs a JDK 25. */
  private static final long MILLIS_PER_TICK = 10;

  private static final int UTIME_AFTER_COMM = 11;

  /** Memory in RAM now. */
  public double residentMegabytes() throws IOException {
    String line =
        Files.readAllLines(Path.of("/proc/" + pid + "/status")).stream()
            .filter(text -> text.startsWith("VmRSS:"))
            .findFirst()
            .orElseThrow();
    return Long.parseLong(line.replaceAll("\\D", "")) / 1024.0;
  }

  /** CPU time of all its threads so far, without its children. */
  public Duration cpuTime() throws IOException {
    String stat = Files.readString(Path.of("/proc/" + pid + "/stat"));
    String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
    long ticks =
        Long.parseLong(fields[UTIME_AFTER_COMM]) + Long.parseLong(fields[UTIME_AFTER_COMM + 1]);
    return Duration.ofMillis(ticks * MILLIS_PER_TICK);
  }
}
