package dev.codexgateway.acceptance.force;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.codexgateway.acceptance.EventStream;
import dev.codexgateway.acceptance.Json;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PubSubDownTest {
  @AfterEach
  void bringItBack() throws Exception {
    CloudSite.shared().shape().pubSub().up();
  }

  @Test
  void intake_whilePubSubIsDown_acceptsOnlyWhatRunsLater() throws Exception {
    CloudSite site = CloudSite.shared();
    List<String> accepted;
    List<Load.Said> refused;
    try (Load load = new Load(site, 2, Duration.ofMillis(300), "force-once", "1")) {
      site.shape().pubSub().down();
      Thread.sleep(Duration.ofSeconds(Effort.of(10, 60)));
      site.shape().pubSub().up();
      Thread.sleep(Duration.ofSeconds(2));
      load.stop();
      accepted = load.accepted();
      refused = load.refused();
    }
    assertFalse(accepted.isEmpty());
    for (Load.Said said : refused) {
      assertEquals(503, said.status(), said::toString);
    }
    new Checker(site).check(accepted);
    for (String id : accepted) {
      assertEquals("succeeded", Json.state(site.client().job(id)));
    }
  }

  @Test
  void watcher_afterPubSubCameBackEmpty_isLiveAgain() throws Exception {
    CloudSite site = CloudSite.shared();
    site.shape().pubSub().down();
    site.shape().pubSub().up();
    String id = site.client().submit("force-once", "30");
    try (EventStream stream = EventStream.open(site.client().request("/events/" + id))) {
      List<EventStream.Entry> seen = stream.rest();
      assertTrue(Json.string(seen.getLast().event(), "type").equals("result"), seen::toString);
    }
  }
}
