package dev.codexgateway.acceptance;

import dev.codexgateway.acceptance.force.CloudSite;
import org.junit.jupiter.api.BeforeAll;

/** The suite against the cloud's shape with two workers and two relays. */
class CloudShapeTest extends EndToEndSuite {
  private CloudSite site;

  @BeforeAll
  void start() throws Exception {
    site = CloudSite.shared();
  }

  @Override
  public Target target() {
    return site.target();
  }
}
