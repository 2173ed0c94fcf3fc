package dev.codexgateway.emulators.training;

import io.grpc.HandlerRegistry;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Server;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerMethodDefinition;
import io.grpc.Status;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;

/**
 * Answers every gRPC call of every service with one message that has no field set. Firestore and
 * Pub/Sub take that for a success without content, which leads a client through all its layers.
 */
final class EmptyServices implements AutoCloseable {
  private final Server server;

  private EmptyServices(Server server) {
    this.server = server;
  }

  static EmptyServices start() throws IOException {
    return new EmptyServices(
        NettyServerBuilder.forAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
            .fallbackHandlerRegistry(new AnyMethod())
            .build()
            .start());
  }

  String host() {
    return "localhost:" + server.getPort();
  }

  @Override
  public void close() {
    server.shutdownNow();
  }

  private static final class AnyMethod extends HandlerRegistry {
    @Override
    public ServerMethodDefinition<InputStream, InputStream> lookupMethod(
        String name, @Nullable String authority) {
      return ServerMethodDefinition.create(
          MethodDescriptor.<InputStream, InputStream>newBuilder(new Bytes(), new Bytes())
              .setType(MethodDescriptor.MethodType.UNKNOWN)
              .setFullMethodName(name)
              .build(),
          new EmptyAnswer());
    }
  }

  private static final class EmptyAnswer implements ServerCallHandler<InputStream, InputStream> {
    @Override
    public ServerCall.Listener<InputStream> startCall(
        ServerCall<InputStream, InputStream> call, Metadata headers) {
      call.request(1);
      return new ServerCall.Listener<>() {
        @Override
        public void onMessage(InputStream message) {
          call.sendHeaders(new Metadata());
          call.sendMessage(InputStream.nullInputStream());
          call.close(Status.OK, new Metadata());
        }
      };
    }
  }

  private static final class Bytes implements MethodDescriptor.Marshaller<InputStream> {
    @Override
    public InputStream stream(InputStream value) {
      return value;
    }

    @Override
    public InputStream parse(InputStream stream) {
      try {
        return new ByteArrayInputStream(stream.readAllBytes());
      } catch (IOException e) {
        throw Status.INTERNAL.withCause(e).asRuntimeException();
      }
    }
  }
}
