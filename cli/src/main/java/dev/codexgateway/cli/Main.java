package dev.codexgateway.cli;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** Entry point of the {@code gateway} launcher. */
public final class Main {
  private Main() {}

  public static void main(String[] args) {
    System.exit(new GatewayCommandLine(ofProcess()).run(args));
  }

  /** This process: its streams as UTF-8 whatever the locale, and its signals. */
  static Surroundings ofProcess() {
    return new Surroundings(
        System.getenv(),
        Path.of(""),
        System.in,
        new Output(new FileOutputStream(FileDescriptor.out)),
        new PrintStream(new FileOutputStream(FileDescriptor.err), false, StandardCharsets.UTF_8),
        // The launcher knows what stdout is; asking the JDK would load its console, which is slow.
        Boolean.getBoolean("gateway.terminal"),
        Interrupts.ofProcess(),
        Thread::sleep,
        new LocalServer());
  }
}
