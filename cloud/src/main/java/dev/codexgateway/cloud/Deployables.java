package dev.codexgateway.cloud;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The functions and the relay as the build leaves them in a checkout, each with a class path of its
 * own as in a deployment, and with the flags that the deployment gives them.
 */
final class Deployables {
  private static final List<String> FLAGS =
      List.of(
          "-XX:TieredStopAtLevel=1",
          "-XX:+UseSerialGC",
          "-Xmx320m",
          "--enable-native-access=ALL-UNNAMED");

  private final Path root;
  private final List<Path> first;

  /**
   * @param root of the checkout
   * @param first class path entries put before those of each
   */
  Deployables(Path root, List<Path> first) {
    this.root = root;
    this.first = first;
  }

  /** A function under the server that Google runs it with. */
  List<String> function(String module, String entryClass, int port) {
    List<String> command = java();
    command.addAll(List.of("-jar", invoker(), "--classpath", classPath(module)));
    command.addAll(List.of("--target", entryClass, "--port", Integer.toString(port)));
    return command;
  }

  List<String> program(String module, String mainClass) {
    List<String> command = java();
    command.addAll(List.of("-cp", classPath(module), mainClass));
    return command;
  }

  private static List<String> java() {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(FLAGS);
    return command;
  }

  /** The server is the same for all functions. */
  private String invoker() {
    return read(root.resolve("functions/health/target/deploy/invoker"));
  }

  private String classPath(String module) {
    List<String> entries = new ArrayList<>();
    first.forEach(entry -> entries.add(entry.toString()));
    entries.add(root.resolve(module).resolve("target/classes").toString());
    entries.add(read(classPathFile(module)));
    return String.join(File.pathSeparator, entries);
  }

  private Path classPathFile(String module) {
    return root.resolve(module).resolve("target/deploy/class-path");
  }

  private static String read(Path file) {
    try {
      return Files.readString(file).strip();
    } catch (IOException e) {
      throw new IllegalStateException(
          file + " cannot be read; mvn -q -DskipTests package -pl cloud -am makes it", e);
    }
  }
}
