package dev.codexgateway.acceptance.crash;

import dev.codexgateway.core.artifact.ArtifactStore;
import dev.codexgateway.core.job.JobQueue;
import dev.codexgateway.core.job.JobStore;
import dev.codexgateway.core.platform.Platform;
import dev.codexgateway.core.platform.PlatformProvider;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.concurrent.CountDownLatch;

/**
 * The platform that comes next on the class path, with a SIGKILL to this very process after a call
 * whose {@link CrashPoint#trigger} lies in the directory that {@code GATEWAY_CRASH_AT} names.
 */
public final class CrashingPlatformProvider implements PlatformProvider {
  @Override
  public Platform open(Map<String, String> env) {
    Platform platform = next().open(env);
    return Optional.ofNullable(env.get("GATEWAY_CRASH_AT"))
        .map(directory -> crashing(platform, Path.of(directory)))
        .orElse(platform);
  }

  private static PlatformProvider next() {
    return ServiceLoader.load(PlatformProvider.class).stream()
        .filter(provider -> provider.type() != CrashingPlatformProvider.class)
        .findFirst()
        .orElseThrow()
        .get();
  }

  private static Platform crashing(Platform platform, Path directory) {
    return wrapped(
        Platform.class,
        platform,
        (method, result) ->
            switch (result) {
              case JobStore jobs -> port(JobStore.class, jobs, method, directory);
              case JobQueue queue -> port(JobQueue.class, queue, method, directory);
              case ArtifactStore files -> port(ArtifactStore.class, files, method, directory);
              case null, default -> result;
            });
  }

  private static <T> T port(Class<T> type, T port, Method accessor, Path directory) {
    return wrapped(
        type,
        port,
        (method, result) -> {
          for (CrashPoint point : CrashPoint.values()) {
            if (point.isAt(accessor.getName(), method.getName())) {
              dieIfAsked(point.trigger(directory));
            }
          }
          return result;
        });
  }

  /** What becomes of a result. */
  @FunctionalInterface
  private interface Afterwards {
    Object apply(Method method, Object result) throws IOException, InterruptedException;
  }

  private static <T> T wrapped(Class<T> type, T inner, Afterwards afterwards) {
    Object proxy =
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (_, method, args) -> {
              try {
                return afterwards.apply(method, method.invoke(inner, args));
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            });
    return type.cast(proxy);
  }

  private static void dieIfAsked(Path trigger) throws IOException, InterruptedException {
    if (Files.deleteIfExists(trigger)) {
      new ProcessBuilder("kill", "-KILL", Long.toString(ProcessHandle.current().pid())).start();
      new CountDownLatch(1).await();
    }
  }
}
