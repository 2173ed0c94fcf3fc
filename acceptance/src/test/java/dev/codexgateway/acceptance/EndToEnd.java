package dev.codexgateway.acceptance;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.codexgateway.acceptance.Target.Ability;
import java.util.UUID;

/** What the rules of the suite have at hand. */
interface EndToEnd {
  Target target();

  default Client admin() {
    return Client.admin(target());
  }

  /** A key of an owner who has no job yet. */
  default Client stranger(String... scopes) throws Exception {
    String owner = unique("owner");
    String key =
        Json.string(
            admin().result("key.create", "owner", owner, "label", "e2e", "scopes", scopes), "key");
    return admin().withKey(key);
  }

  /** Never used before, also not by another run against the same gateway. */
  default String unique(String what) {
    return what + "-" + UUID.randomUUID();
  }

  default void needs(Ability ability) {
    assumeTrue(
        target().abilities().contains(ability), () -> target() + " is not known for " + ability);
  }
}
