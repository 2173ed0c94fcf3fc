package dev.codexgateway.acceptance;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.codexgateway.acceptance.Target.Ability;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The suite against {@code gateway serve}, a process of its own. */
class OneMachineTest extends EndToEndSuite {
  @TempDir private static Path directory;
  private GatewayProcess gateway;

  @BeforeAll
  void start() throws Exception {
    gateway = GatewayProcess.start(directory);
  }

  @AfterAll
  void stop() {
    gateway.close();
  }

  @Override
  public Target target() {
    return new Target(gateway.url(), GatewayProcess.KEY, EnumSet.allOf(Ability.class));
  }

  @Test
  void sweeper_ofAJobWhoseBellDiedWithTheGateway_runsIt() throws Exception {
    // A gateway without workers takes jobs in and forgets their bells when it is killed.
    Path elsewhere = Path.of(directory.toString(), "swept");
    String id;
    try (GatewayProcess idle = GatewayProcess.start(elsewhere, 0)) {
      id = Client.admin(at(idle)).submit("echo", "after all");
    }
    try (GatewayProcess working = GatewayProcess.start(elsewhere, 2)) {
      Client client = Client.admin(at(working));
      assertEquals("after all\n", Json.string(client.ended(id), "stdout"));
      assertEquals(List.of("queued", "running", "succeeded"), JobLog.states(client.log(id)));
    }
  }

  private static Target at(GatewayProcess gateway) {
    return new Target(gateway.url(), GatewayProcess.KEY, Set.of());
  }
}
