package dev.codexgateway.cloud;

import dev.codexgateway.cloud.front.Front;
import dev.codexgateway.cloud.process.Child;
import dev.codexgateway.cloud.process.ChildSpec;
import dev.codexgateway.cloud.process.Ports;
import dev.codexgateway.cloud.services.Kept;
import dev.codexgateway.cloud.services.Services;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * The shape of a deployment on one machine: each function and each relay a process of its own, the
 * services behind them, a front before them.
 */
public final class CloudShape implements AutoCloseable {
  private static final int PEPPER_BYTES = 32;

  private final CloudSettings settings;
  private final Consumer<String> news;
  private final Deployables deployables;
  private final Plan plan;
  private final Front front;
  private final Services services;
  private final Map<String, String> hookSecrets;
  private final Sweeps sweeps;
  private final List<Child> functions = new ArrayList<>();
  private final List<Child> workers = new ArrayList<>();
  private final List<Child> relays = new ArrayList<>();

  private CloudShape(CloudSettings settings, Path root, Consumer<String> news) throws IOException {
    this.settings = settings;
    this.news = news;
    Files.createDirectories(settings.directory().resolve("logs"));
    Ports ports = new Ports();
    deployables = new Deployables(root, settings.classPath());
    hookSecrets = HookSecrets.of(settings.config(), settings.environment());
    plan = Plan.of(settings, ports);
    front = Front.start(settings.host(), settings.port(), plan.backends());
    services = new Services(settings.directory(), ports, front.pushEndpoint(), news);
    sweeps = new Sweeps(front.pushEndpoint().resolve("/sweep"));
  }

  /**
   * Returns once all of it answers.
   *
   * @param root of the checkout in which the functions and the relay are built
   * @param news takes a line for people about each step, and later about each process that ended
   * @throws IOException or IllegalStateException with what is missing or did not start
   */
  public static CloudShape start(CloudSettings settings, Path root, Consumer<String> news)
      throws IOException, InterruptedException {
    CloudShape shape = new CloudShape(settings, root, news);
    try {
      shape.startServices();
      shape.startChildren();
      shape.sweeps.every(settings.sweepEvery());
      return shape;
    } catch (IOException | InterruptedException | RuntimeException e) {
      shape.close();
      throw e;
    }
  }

  private void startServices() throws IOException, InterruptedException {
    services.setSecrets(settings.adminKey(), pepper());
    hookSecrets.forEach(services::setSecret);
    services.firestore().up();
    services.pubSub().up();
    services.keep();
    news.accept("Firestore, Pub/Sub, Cloud Storage and Secret Manager have their stand-ins");
  }

  private static String pepper() {
    byte[] bytes = new byte[PEPPER_BYTES];
    new SecureRandom().nextBytes(bytes);
    return Base64.getEncoder().encodeToString(bytes);
  }

  private void startChildren() throws IOException, InterruptedException {
    Deployment deployment = new Deployment(settings, deployables, services.environment());
    start(deployment.functions(plan), functions);
    start(deployment.workers(plan), workers);
    start(deployment.relays(plan), relays);
  }

  /** One group after the other: many virtual machines that start at once all time out. */
  private void start(List<ChildSpec> specs, List<Child> children)
      throws IOException, InterruptedException {
    for (ChildSpec spec : specs) {
      children.add(Child.start(spec, news));
    }
    for (Child child : children) {
      child.awaitReady();
      news.accept(child.spec().name() + " answers at " + child.spec().url());
    }
  }

  private List<Child> children() {
    List<Child> all = new ArrayList<>(functions);
    all.addAll(workers);
    all.addAll(relays);
    return all;
  }

  /** Where the outside finds it. */
  public URI url() {
    boolean everywhere = settings.host().equals("127.0.0.1") || settings.host().equals("0.0.0.0");
    String host = everywhere ? "localhost" : settings.host();
    return URI.create("http://" + host + ":" + front.port());
  }

  /** In the order health, jsonrpc, webhook. */
  public List<Child> functions() {
    return List.copyOf(functions);
  }

  /** In the order of their names, {@code worker-1} first. */
  public List<Child> workers() {
    return List.copyOf(workers);
  }

  public List<Child> relays() {
    return List.copyOf(relays);
  }

  /**
   * @param name for example {@code jsonrpc}
   */
  public Child function(String name) {
    return functions.stream()
        .filter(child -> child.spec().name().equals(name))
        .findFirst()
        .orElseThrow();
  }

  public Kept firestore() {
    return services.firestore();
  }

  public Kept pubSub() {
    return services.pubSub();
  }

  /**
   * Ends everything: the functions and relays in good order, since they have jobs to give back and
   * watchers to tell, then what they need for that.
   */
  @Override
  public void close() {
    services.stopKeeping();
    sweeps.close();
    children().forEach(Child::terminate);
    children().forEach(Child::close);
    front.close();
    services.close();
  }
}
