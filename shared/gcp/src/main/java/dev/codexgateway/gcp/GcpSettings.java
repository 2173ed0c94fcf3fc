package dev.codexgateway.gcp;

import dev.codexgateway.core.platform.Environment;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Where the services are, from the environment. docs/google-cloud.md has the table.
 *
 * @param longJobsTopic for jobs that may take longer than {@link #LONGEST_PUSH}; without it they
 *     ring with the others
 * @param bucket of the artifacts; only who stores or signs them needs one
 * @param apiKeySecret the name of the secret that is the first admin key
 * @param pepperSecret the name of the secret that keys are hashed with
 * @param retention of jobs and their logs
 * @param workDirectory tells two workers on one machine apart
 * @param credentialsFile instead of the credentials that the place gives
 */
public record GcpSettings(
    String project,
    String database,
    String jobsTopic,
    Optional<String> longJobsTopic,
    String eventsTopic,
    Optional<String> bucket,
    String apiKeySecret,
    String pepperSecret,
    Duration retention,
    Path workDirectory,
    Optional<Path> credentialsFile,
    Emulators emulators) {
  /** A push delivery must be answered in ten minutes; a job that may take longer is pulled. */
  static final Duration LONGEST_PUSH = Duration.ofSeconds(540);

  private static final int LONGEST_RETENTION_DAYS = 3650;

  // As the services themselves limit their names.
  private static final Pattern PROJECT = Pattern.compile("([a-z0-9.-]+:)?[a-z][a-z0-9-]{3,61}");
  private static final Pattern DATABASE = Pattern.compile("\\(default\\)|[a-z][a-z0-9-]{3,62}");
  private static final Pattern TOPIC = Pattern.compile("[A-Za-z][A-Za-z0-9._~+%-]{2,254}");
  private static final Pattern BUCKET = Pattern.compile("[a-z0-9][a-z0-9._-]{1,220}[a-z0-9]");
  private static final Pattern SECRET = Pattern.compile("[A-Za-z0-9_-]{1,255}");
  private static final Pattern HOST_AND_PORT = Pattern.compile("[A-Za-z0-9._\\[\\]:-]+:[0-9]{1,5}");
  private static final Pattern WEB_ADDRESS = Pattern.compile("https?://[A-Za-z0-9._\\[\\]:-]+/?");

  /** Stand-ins on a developer's machine, where set: {@code host:port}, for storage a URL. */
  public record Emulators(
      Optional<String> firestore,
      Optional<String> pubSub,
      Optional<String> storage,
      Optional<String> secretManager) {}

  /**
   * @throws IllegalStateException that names every variable with a bad or missing value
   */
  public static GcpSettings from(Map<String, String> variables) {
    Reader reader = new Reader(new Environment(variables));
    GcpSettings settings =
        new GcpSettings(
            reader.project(),
            reader.named("GATEWAY_FIRESTORE_DATABASE", DATABASE, "(default)"),
            reader.named("GATEWAY_JOBS_TOPIC", TOPIC, "gateway-jobs"),
            reader.optional("GATEWAY_LONG_JOBS_TOPIC", TOPIC, "a topic"),
            reader.named("GATEWAY_EVENTS_TOPIC", TOPIC, "gateway-events"),
            reader.optional("GATEWAY_BUCKET", BUCKET, "the name of a bucket"),
            reader.named("GATEWAY_API_KEY_SECRET", SECRET, "gateway-api-key"),
            reader.named("GATEWAY_PEPPER_SECRET", SECRET, "gateway-key-pepper"),
            Duration.ofDays(
                reader.env.integer("GATEWAY_RETENTION_DAYS", 1, LONGEST_RETENTION_DAYS, 30)),
            reader.env.path("GATEWAY_WORK_DIRECTORY", Path.of("/tmp/gateway-work")),
            reader.env.text("GOOGLE_APPLICATION_CREDENTIALS").map(Path::of),
            new Emulators(
                reader.optional("FIRESTORE_EMULATOR_HOST", HOST_AND_PORT, "host:port"),
                reader.optional("PUBSUB_EMULATOR_HOST", HOST_AND_PORT, "host:port"),
                reader.optional(
                    "STORAGE_EMULATOR_HOST", WEB_ADDRESS, "a URL such as http://localhost:4443"),
                reader.optional("SECRET_MANAGER_EMULATOR_HOST", HOST_AND_PORT, "host:port")));
    reader.env.check();
    return settings;
  }

  private record Reader(Environment env) {
    String project() {
      return optional("GATEWAY_PROJECT", PROJECT, "a project id")
          .or(() -> optional("GOOGLE_CLOUD_PROJECT", PROJECT, "a project id"))
          .or(this::noProject)
          .orElse("");
    }

    private Optional<String> noProject() {
      if (env.text("GATEWAY_PROJECT").or(() -> env.text("GOOGLE_CLOUD_PROJECT")).isEmpty()) {
        env.problem("GATEWAY_PROJECT is not set, nor GOOGLE_CLOUD_PROJECT: the project's id");
      }
      return Optional.empty();
    }

    String named(String variable, Pattern form, String otherwise) {
      return optional(variable, form, "a name such as " + otherwise).orElse(otherwise);
    }

    Optional<String> optional(String variable, Pattern form, String what) {
      Optional<String> text = env.text(variable);
      Optional<String> good = text.filter(value -> form.matcher(value).matches());
      if (text.isPresent() && good.isEmpty()) {
        env.problem(variable + " must be " + what);
      }
      return good;
    }
  }
}
