package dev.codexgateway.acceptance;

import java.net.URI;
import java.util.Set;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;

/**
 * The suite against a gateway that runs somewhere, with the commands of the repository's {@code
 * gateway.yaml}. It leaves jobs and keys behind, under owners of their own and the key's.
 */
@EnabledIfEnvironmentVariable(
    named = DeployedGatewayTest.URL,
    matches = "https?://.+",
    disabledReason = "GATEWAY_E2E_URL and GATEWAY_E2E_KEY name no gateway")
class DeployedGatewayTest extends EndToEndSuite {
  static final String URL = "GATEWAY_E2E_URL";

  private final Target target =
      new Target(URI.create(System.getenv(URL)), System.getenv("GATEWAY_E2E_KEY"), Set.of());

  @Override
  public Target target() {
    return target;
  }
}
