package dev.codexgateway.cli;

import com.google.gson.JsonObject;
import dev.codexgateway.core.hook.DeliveryId;
import dev.codexgateway.core.hook.VerifierDefinition;
import dev.codexgateway.core.secret.Secret;
import dev.codexgateway.hooks.verify.Signature;
import dev.codexgateway.hooks.verify.Verifier;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Signs a sample as the provider would, sends it, and prints the answer. */
@Command(
    name = "test",
    description = {
      "Sign a sample as the hook's provider would, send it, and print the answer.",
      "The jobs that come of it are real."
    },
    footer = {
      "",
      "The secret is read from --secret-file, or else from the variable GATEWAY_HOOK_SECRET.",
      "Exit code 0: accepted, or 200 with a reason; 1: refused.",
      "",
      "Examples:",
      "  gateway hook test push --event push --body push.json --secret-file push.secret",
      "  gateway hook test billing --body invoice.json --header Content-Type=application/json"
    })
final class HookTestCommand implements Callable<Integer> {
  private static final String SECRET_VARIABLE = "GATEWAY_HOOK_SECRET";

  private final Surroundings surroundings;

  @Mixin private ConnectionOptions connection = new ConnectionOptions();

  @Parameters(index = "0", paramLabel = "HOOK", description = "See 'gateway hook list'.")
  private String name = "";

  @Option(
      names = "--body",
      required = true,
      paramLabel = "FILE",
      description = "The body, byte for byte; - is standard input.")
  private String body = "";

  @Option(
      names = "--event",
      paramLabel = "EVENT",
      description = "For github and gitlab: the event that the provider names in a header.")
  private Optional<String> event = Optional.empty();

  @Option(
      names = "--header",
      paramLabel = "NAME=VALUE",
      description = "A further header; may be repeated.")
  private Map<String, String> headers = new LinkedHashMap<>();

  @Option(
      names = "--secret-file",
      paramLabel = "FILE",
      description = "Where the secret stands; a line end after it is no part of it.")
  private Optional<String> secretFile = Optional.empty();

  @Option(names = "--json", description = "Print status and answer as JSON.")
  private boolean json;

  HookTestCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public Integer call() throws CliException, InterruptedException {
    Secret secret = secret();
    byte[] bytes = new BodyFile(body).read(surroundings);
    try (GatewayClient client = connection.connect(surroundings)) {
      VerifierDefinition definition = definition(client);
      HookSample sample = signed(definition, secret, bytes);
      HookAnswer answer = client.deliver(name, sample);
      if (json) {
        surroundings.out().json(answer.toJson());
      } else {
        surroundings.out().line(answer.status() + " " + Printable.text(answer.body().strip()));
      }
      return answer.isTaken() ? ExitCode.OK : ExitCode.FAILED;
    }
  }

  private VerifierDefinition definition(GatewayClient client)
      throws CliException, InterruptedException {
    JsonObject hooks = client.call("hook.list", new JsonObject());
    return Json.objects(hooks, "hooks").stream()
        .filter(hook -> Json.string(hook, "name").filter(name::equals).isPresent())
        .findFirst()
        .flatMap(hook -> Json.object(hook, "verifier"))
        .flatMap(VerifierJson::read)
        .orElseThrow(
            () -> new CliException(ExitCode.NOT_FOUND, "no hook " + name + " that this can sign"));
  }

  private HookSample signed(VerifierDefinition definition, Secret secret, byte[] bytes)
      throws CliException {
    String id = DeliveryId.next().value();
    Map<String, String> all = new LinkedHashMap<>(ProviderHeaders.of(definition, event, id));
    headers.forEach((header, value) -> all.put(header.toLowerCase(Locale.ROOT), value));
    try {
      Signature signature = Verifier.of(definition).sign(secret, bytes, Instant.now(), id);
      all.putAll(signature.headers());
      return new HookSample(all, signature.query(), bytes);
    } catch (IllegalArgumentException e) {
      throw new CliException(ExitCode.BAD_INPUT, "cannot sign: " + e.getMessage(), e);
    }
  }

  private Secret secret() throws CliException {
    if (secretFile.isEmpty()) {
      return surroundings
          .variable(SECRET_VARIABLE)
          .map(Secret::new)
          .orElseThrow(
              () ->
                  new CliException(
                      ExitCode.NO_PERMISSION,
                      "no secret: give --secret-file or set " + SECRET_VARIABLE));
    }
    String file = secretFile.get();
    try {
      String text =
          Files.readString(surroundings.directory().resolve(file), StandardCharsets.UTF_8);
      return new Secret(text.replaceFirst("\\r?\\n$", ""));
    } catch (IOException e) {
      throw new CliException(ExitCode.BAD_INPUT, file + ": " + IoProblem.describe(e), e);
    }
  }
}
