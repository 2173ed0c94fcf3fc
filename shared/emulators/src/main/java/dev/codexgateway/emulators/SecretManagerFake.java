package dev.codexgateway.emulators;

import com.google.cloud.secretmanager.v1.AccessSecretVersionRequest;
import com.google.cloud.secretmanager.v1.AccessSecretVersionResponse;
import com.google.cloud.secretmanager.v1.AddSecretVersionRequest;
import com.google.cloud.secretmanager.v1.CreateSecretRequest;
import com.google.cloud.secretmanager.v1.DisableSecretVersionRequest;
import com.google.cloud.secretmanager.v1.EnableSecretVersionRequest;
import com.google.cloud.secretmanager.v1.ListSecretVersionsRequest;
import com.google.cloud.secretmanager.v1.ListSecretVersionsResponse;
import com.google.cloud.secretmanager.v1.Secret;
import com.google.cloud.secretmanager.v1.SecretPayload;
import com.google.cloud.secretmanager.v1.SecretVersion;
import com.google.protobuf.ByteString;
import com.google.protobuf.Message;
import io.grpc.MethodDescriptor;
import io.grpc.MethodDescriptor.MethodType;
import io.grpc.Server;
import io.grpc.ServerServiceDefinition;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.grpc.protobuf.ProtoUtils;
import io.grpc.stub.ServerCalls;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.zip.CRC32C;

/**
 * Secret Manager over gRPC without encryption, behind the real client, in memory: secrets are
 * created, given versions, disabled and read. Clients find it by {@code
 * SECRET_MANAGER_EMULATOR_HOST}.
 */
public final class SecretManagerFake implements AutoCloseable {
  private static final String SERVICE = "google.cloud.secretmanager.v1.SecretManagerService";

  private final SecretVersions versions = new SecretVersions();
  private final Set<String> denied = ConcurrentHashMap.newKeySet();
  private final AtomicInteger accesses = new AtomicInteger();
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final Server server;

  private SecretManagerFake(int port) throws IOException {
    server =
        NettyServerBuilder.forAddress(new InetSocketAddress(EmulatorProcess.HOST, port))
            .executor(threads)
            .addService(service())
            .build()
            .start();
  }

  /** On a free port. */
  public static SecretManagerFake start() {
    return start(0);
  }

  /**
   * @param port 0 for any
   */
  public static SecretManagerFake start(int port) {
    try {
      return new SecretManagerFake(port);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot listen on port " + port, e);
    }
  }

  /** {@code localhost:port}, for {@code SECRET_MANAGER_EMULATOR_HOST}. */
  public String host() {
    return EmulatorProcess.HOST + ":" + server.getPort();
  }

  public int port() {
    return server.getPort();
  }

  /** Adds a version, and the secret where there is none yet. */
  public SecretManagerFake set(String project, String name, String value) {
    String secret = secret(project, name);
    versions.create(secret);
    versions.add(secret, ByteString.copyFromUtf8(value));
    return this;
  }

  /** Disables the newest version. */
  public void disableLatest(String project, String name) {
    versions.setEnabled(secret(project, name), false);
  }

  /** Answers PERMISSION_DENIED to whatever concerns the secret. */
  public void deny(String project, String name, boolean isDenied) {
    if (isDenied) {
      denied.add(secret(project, name));
    } else {
      denied.remove(secret(project, name));
    }
  }

  /** How often a value was asked for, refused or not. */
  public int accesses() {
    return accesses.get();
  }

  private static String secret(String project, String name) {
    return "projects/" + project + "/secrets/" + name;
  }

  private ServerServiceDefinition service() {
    return ServerServiceDefinition.builder(SERVICE)
        .addMethod(
            method(
                "CreateSecret",
                CreateSecretRequest.getDefaultInstance(),
                Secret.getDefaultInstance()),
            ServerCalls.asyncUnaryCall(answer(this::create)))
        .addMethod(
            method(
                "AddSecretVersion",
                AddSecretVersionRequest.getDefaultInstance(),
                SecretVersion.getDefaultInstance()),
            ServerCalls.asyncUnaryCall(answer(this::add)))
        .addMethod(
            method(
                "AccessSecretVersion",
                AccessSecretVersionRequest.getDefaultInstance(),
                AccessSecretVersionResponse.getDefaultInstance()),
            ServerCalls.asyncUnaryCall(answer(this::access)))
        .addMethod(
            method(
                "ListSecretVersions",
                ListSecretVersionsRequest.getDefaultInstance(),
                ListSecretVersionsResponse.getDefaultInstance()),
            ServerCalls.asyncUnaryCall(answer(this::list)))
        .addMethod(
            method(
                "DisableSecretVersion",
                DisableSecretVersionRequest.getDefaultInstance(),
                SecretVersion.getDefaultInstance()),
            ServerCalls.asyncUnaryCall(answer(request -> enable(request.getName(), false))))
        .addMethod(
            method(
                "EnableSecretVersion",
                EnableSecretVersionRequest.getDefaultInstance(),
                SecretVersion.getDefaultInstance()),
            ServerCalls.asyncUnaryCall(answer(request -> enable(request.getName(), true))))
        .build();
  }

  private static <Q extends Message, A extends Message> MethodDescriptor<Q, A> method(
      String name, Q request, A answer) {
    return MethodDescriptor.<Q, A>newBuilder()
        .setType(MethodType.UNARY)
        .setFullMethodName(MethodDescriptor.generateFullMethodName(SERVICE, name))
        .setRequestMarshaller(ProtoUtils.marshaller(request))
        .setResponseMarshaller(ProtoUtils.marshaller(answer))
        .build();
  }

  private static <Q, A> ServerCalls.UnaryMethod<Q, A> answer(Function<Q, A> function) {
    return (request, observer) -> {
      try {
        observer.onNext(function.apply(request));
        observer.onCompleted();
      } catch (StatusRuntimeException e) {
        observer.onError(e);
      }
    };
  }

  private Secret create(CreateSecretRequest request) {
    String name = request.getParent() + "/secrets/" + request.getSecretId();
    refuseIfDenied(name);
    versions.create(name);
    return Secret.newBuilder().setName(name).build();
  }

  private SecretVersion add(AddSecretVersionRequest request) {
    refuseIfDenied(request.getParent());
    return version(versions.add(request.getParent(), request.getPayload().getData()), true);
  }

  private AccessSecretVersionResponse access(AccessSecretVersionRequest request) {
    accesses.incrementAndGet();
    refuseIfDenied(request.getName());
    ByteString value = versions.access(request.getName());
    CRC32C crc = new CRC32C();
    crc.update(value.asReadOnlyByteBuffer());
    return AccessSecretVersionResponse.newBuilder()
        .setName(versions.fullName(request.getName()))
        .setPayload(SecretPayload.newBuilder().setData(value).setDataCrc32C(crc.getValue()))
        .build();
  }

  private ListSecretVersionsResponse list(ListSecretVersionsRequest request) {
    refuseIfDenied(request.getParent());
    boolean onlyEnabled = request.getFilter().equalsIgnoreCase("state:ENABLED");
    return ListSecretVersionsResponse.newBuilder()
        .addAllVersions(versions.list(request.getParent(), onlyEnabled))
        .build();
  }

  private SecretVersion enable(String name, boolean isEnabled) {
    refuseIfDenied(name);
    versions.setEnabled(name, isEnabled);
    return version(name, isEnabled);
  }

  private static SecretVersion version(String name, boolean isEnabled) {
    return SecretVersion.newBuilder()
        .setName(name)
        .setState(isEnabled ? SecretVersion.State.ENABLED : SecretVersion.State.DISABLED)
        .build();
  }

  private void refuseIfDenied(String name) {
    String secret = name.replaceFirst("/versions/.*", "");
    if (denied.contains(secret)) {
      throw Status.PERMISSION_DENIED
          .withDescription("Permission denied for resource '" + secret + "' (or it may not exist).")
          .asRuntimeException();
    }
  }

  @Override
  public void close() {
    server.shutdownNow();
    threads.shutdownNow();
  }
}
