package dev.codexgateway.acceptance.force;

import static dev.codexgateway.emulators.junit.SharedEmulators.assumeOrFail;

import dev.codexgateway.acceptance.Client;
import dev.codexgateway.acceptance.Config;
import dev.codexgateway.acceptance.Target;
import dev.codexgateway.acceptance.Target.Ability;
import dev.codexgateway.acceptance.crash.CrashPoint;
import dev.codexgateway.acceptance.crash.CrashingPlatformProvider;
import dev.codexgateway.cloud.CloudSettings;
import dev.codexgateway.cloud.CloudShape;
import dev.codexgateway.cloud.process.Child;
import dev.codexgateway.core.platform.PlatformProvider;
import dev.codexgateway.emulators.PubSubEmulator;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/** The cloud's shape with two workers and two relays, and the commands of the tests. */
public final class CloudSite implements AutoCloseable {
  /** Short, so that a job of a dead worker does not wait for half a minute. */
  public static final Duration LEASE = Duration.ofSeconds(6);

  /** More often than each minute, but not so that bells for waiting jobs pile up. */
  private static final Duration SWEEP_EVERY = Duration.ofSeconds(4);

  private static final String KEY = "force-admin-key-0123456789abcdefghijklmnop";

  private static CloudSite shared;

  private final Path directory;
  private final CloudShape shape;

  private CloudSite(Path directory, CloudShape shape) {
    this.directory = directory;
    this.shape = shape;
  }

  /**
   * One for all tests of this JVM, since a start takes a while; it ends with the JVM. A test leaves
   * all parts of it alive, and no job open.
   */
  public static synchronized CloudSite shared() throws Exception {
    if (shared == null) {
      shared = start();
      Runtime.getRuntime().addShutdownHook(new Thread(shared::close));
    }
    return shared;
  }

  private static CloudSite start() throws Exception {
    assumeOrFail(PubSubEmulator::start).close();
    Path directory = Files.createTempDirectory("cloud-site-");
    Files.createDirectories(directory.resolve("starts"));
    for (String script : List.of("step.sh", "file.sh")) {
      Files.writeString(directory.resolve(script), Config.resource("force/" + script));
    }
    String commands = Config.resource("force-commands.yaml").replace("ROOT", directory.toString());
    CloudSettings settings =
        new CloudSettings(
            "127.0.0.1",
            0,
            2,
            2,
            directory,
            Config.write(directory, commands),
            KEY,
            SWEEP_EVERY,
            environment(directory),
            List.of(crashingProvider(directory), testClasses()));
    return new CloudSite(
        directory, CloudShape.start(settings, Config.repository(), CloudSite::print));
  }

  private static void print(String line) {
    System.err.println("cloud-up: " + line);
  }

  private static Map<String, String> environment(Path directory) {
    return Map.of(
        "GATEWAY_LEASE_SECONDS",
        Long.toString(LEASE.toSeconds()),
        "GATEWAY_SWEEP_PATIENCE_SECONDS",
        "10",
        Config.HOOK_SECRET_VARIABLE,
        Config.HOOK_SECRET,
        "GATEWAY_CRASH_AT",
        directory.toString());
  }

  /** Makes the provider that can crash the first on a class path. */
  private static Path crashingProvider(Path directory) throws IOException {
    Path services = Files.createDirectories(directory.resolve("provider/META-INF/services"));
    Files.writeString(
        services.resolve(PlatformProvider.class.getName()),
        CrashingPlatformProvider.class.getName());
    return directory.resolve("provider");
  }

  private static Path testClasses() throws Exception {
    return Path.of(CloudSite.class.getProtectionDomain().getCodeSource().getLocation().toURI());
  }

  public Target target() {
    return new Target(shape.url(), KEY, Set.of(Ability.TEST_COMMANDS, Ability.SAME_MACHINE));
  }

  Client client() {
    return Client.admin(target());
  }

  CloudShape shape() {
    return shape;
  }

  Child worker(int index) {
    return shape.workers().get(index);
  }

  /** Where deliveries come in. */
  Child webhook() {
    return shape.functions().getLast();
  }

  Child relay(int index) {
    return shape.relays().get(index);
  }

  /** The next process that passes the point is killed there. */
  void arm(CrashPoint point) throws IOException {
    Files.createFile(point.trigger(directory));
  }

  boolean isArmed(CrashPoint point) {
    return Files.exists(point.trigger(directory));
  }

  /** How often the command of the job was started. */
  long starts(String jobId) throws IOException {
    try (Stream<Path> marks = Files.list(directory.resolve("starts"))) {
      return marks.filter(mark -> mark.getFileName().toString().startsWith(jobId + ".")).count();
    }
  }

  @Override
  public void close() {
    shape.close();
  }
}
