package dev.codexgateway.local.store;

import dev.codexgateway.core.event.EventFeed;
import dev.codexgateway.testkit.EventFeedContract;

final class MemoryEventFeedTest extends EventFeedContract {
  @Override
  protected EventFeed openFeed() {
    return new MemoryEventFeed();
  }
}
