package dev.codexgateway.emulators;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;

/**
 * How to start one of the emulators.
 *
 * @param name for messages and the log file
 * @param arguments of the JVM, without the address
 */
record Launch(String name, List<String> arguments) {
  /**
   * Below the ports that systems give to outgoing connections (from 32768 on): otherwise a client
   * that tries to connect again could itself be given the port of a stopped emulator.
   */
  private static final int LOWEST_PORT = 22_000;

  private static final int HIGHEST_PORT = 32_000;

  Launch {
    arguments = List.copyOf(arguments);
  }

  static GcloudSdk sdk() {
    return GcloudSdk.find()
        .orElseThrow(
            () ->
                new EmulatorMissingException(
                    "no gcloud SDK found; put gcloud on the PATH or set GATEWAY_GCLOUD_SDK"));
  }

  EmulatorProcess start() {
    return start(freePort());
  }

  EmulatorProcess start(int port) {
    try {
      Path log = Files.createTempFile("gateway-" + name + "-", ".log");
      return EmulatorProcess.start(name, command(port), port, log, true);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot make a log file", e);
    }
  }

  EmulatorProcess start(int port, Path logFile) {
    return EmulatorProcess.start(name, command(port), port, logFile, false);
  }

  private List<String> command(int port) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-XX:+UseSerialGC"); // the small heap and few threads of a guest
    command.add("-Xmx1g");
    command.addAll(arguments);
    command.add("--host=" + EmulatorProcess.HOST);
    command.add("--port=" + port);
    return command;
  }

  private static int freePort() {
    while (true) {
      int port = ThreadLocalRandom.current().nextInt(LOWEST_PORT, HIGHEST_PORT);
      if (isFree(port)) {
        return port;
      }
    }
  }

  static boolean isFree(int port) {
    try (ServerSocket _ = new ServerSocket(port, 1, InetAddress.getByName(EmulatorProcess.HOST))) {
      return true;
    } catch (IOException _) {
      return false;
    }
  }
}
