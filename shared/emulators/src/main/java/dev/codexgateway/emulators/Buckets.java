package dev.codexgateway.emulators;

import com.google.gson.JsonObject;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** What the fake holds. */
final class Buckets {
  private final Map<String, ConcurrentSkipListMap<String, StoredObject>> buckets =
      new ConcurrentHashMap<>();
  private final Set<String> denied = ConcurrentHashMap.newKeySet();
  private final AtomicLong generations = new AtomicLong(1_700_000_000_000_000L);
  private final InstantSource clock;

  Buckets(InstantSource clock) {
    this.clock = clock;
  }

  void create(String bucket) {
    buckets.putIfAbsent(bucket, new ConcurrentSkipListMap<>());
  }

  void deny(String bucket, boolean isDenied) {
    if (isDenied) {
      denied.add(bucket);
    } else {
      denied.remove(bucket);
    }
  }

  /** The objects of a bucket by name. */
  ConcurrentSkipListMap<String, StoredObject> objects(String bucket) throws StorageFault {
    if (denied.contains(bucket)) {
      throw new StorageFault(
          403, "forbidden", "The caller does not have storage.objects access to the bucket.");
    }
    ConcurrentSkipListMap<String, StoredObject> objects = buckets.get(bucket);
    if (objects == null) {
      throw StorageFault.noBucket();
    }
    return objects;
  }

  List<String> names(String bucket) {
    Map<String, StoredObject> objects = buckets.get(bucket);
    return objects == null ? List.of() : List.copyOf(objects.keySet());
  }

  StoredObject find(String bucket, String name) throws StorageFault {
    StoredObject object = objects(bucket).get(name);
    if (object == null) {
      throw StorageFault.noObject(bucket, name);
    }
    return object;
  }

  void delete(String bucket, String name) throws StorageFault {
    if (objects(bucket).remove(name) == null) {
      throw StorageFault.noObject(bucket, name);
    }
  }

  /**
   * @param ifGeneration the generation that must be there, "0" for none, null for no condition
   */
  void check(String bucket, String name, @Nullable String ifGeneration) throws StorageFault {
    StoredObject present = objects(bucket).get(name);
    long generation = present == null ? 0 : present.generation();
    if (ifGeneration != null && Long.parseLong(ifGeneration) != generation) {
      throw StorageFault.conditionNotMet();
    }
  }

  synchronized StoredObject put(
      String bucket, String name, @Nullable String ifGeneration, JsonObject given, byte[] content)
      throws StorageFault {
    check(bucket, name, ifGeneration);
    StoredObject object =
        new StoredObject(
            bucket, name, generations.incrementAndGet(), given, content, clock.instant());
    objects(bucket).put(name, object);
    return object;
  }
}
