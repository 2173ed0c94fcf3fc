package dev.codexgateway.emulators;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.NoSuchFileException;
import java.security.PublicKey;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * As much of Cloud Storage's JSON API as an artifact store needs, behind the real client, in
 * memory: uploads (multipart and resumable) with generation preconditions, reading, deleting, and
 * signed URLs, whose signatures are verified. Clients find it by {@code STORAGE_EMULATOR_HOST}.
 *
 * <p>It asks for no token, but does ask a URL outside of the API for its signature.
 */
public final class StorageFake implements AutoCloseable {
  private final HttpServer server;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final Map<String, PublicKey> signers = new ConcurrentHashMap<>();
  private final Buckets buckets;
  private final StorageHandler handler;

  private StorageFake(HttpServer server, InstantSource clock) {
    this.server = server;
    this.buckets = new Buckets(clock);
    this.handler = new StorageHandler(buckets, new SignedUrlCheck(signers, clock), this::url);
  }

  /** On a free port, with the time of this machine. */
  public static StorageFake start() {
    return start(0, InstantSource.system());
  }

  /**
   * @param port 0 for any
   * @param clock decides whether a signed URL has expired
   */
  public static StorageFake start(int port, InstantSource clock) {
    try {
      InetAddress here = InetAddress.getByName(EmulatorProcess.HOST);
      HttpServer server = HttpServer.create(new InetSocketAddress(here, port), 0);
      StorageFake fake = new StorageFake(server, clock);
      server.setExecutor(fake.threads);
      server.createContext("/", fake.handler);
      server.start();
      return fake;
    } catch (IOException e) {
      throw new UncheckedIOException("cannot listen on port " + port, e);
    }
  }

  /** For {@code STORAGE_EMULATOR_HOST}, for example {@code http://localhost:4443}. */
  public URI url() {
    return URI.create("http://" + EmulatorProcess.HOST + ":" + server.getAddress().getPort());
  }

  /** Any other bucket is answered with 404. */
  public StorageFake createBucket(String bucket) {
    buckets.create(bucket);
    return this;
  }

  /** Accepts URLs that the account signs. */
  public StorageFake trust(TestServiceAccount account) {
    signers.put(account.email(), account.keys().getPublic());
    return this;
  }

  /** Answers 403 to whatever concerns the bucket. */
  public void deny(String bucket, boolean denied) {
    buckets.deny(bucket, denied);
  }

  /** Answers everything with that status, for example 503; with 0 as it should be again. */
  public void failWith(int status) {
    handler.failWith(status);
  }

  /** The next upload is stored, but its answer is lost with the connection. */
  public void loseNextUploadAnswer() {
    handler.loseNextUploadAnswer();
  }

  /** How many requests came so far, refused ones too. */
  public int requests() {
    return handler.requests();
  }

  /** Names of the objects, sorted. */
  public List<String> names(String bucket) {
    return buckets.names(bucket);
  }

  /** The content of an object. */
  public byte[] content(String bucket, String name) throws NoSuchFileException {
    return object(bucket, name).content().clone();
  }

  /** The object's metadata as JSON text, as the API gives it. */
  public String metadata(String bucket, String name) throws NoSuchFileException {
    return object(bucket, name).json();
  }

  private StoredObject object(String bucket, String name) throws NoSuchFileException {
    try {
      return buckets.find(bucket, name);
    } catch (StorageFault e) {
      throw new NoSuchFileException(bucket + "/" + name, null, e.getMessage());
    }
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
