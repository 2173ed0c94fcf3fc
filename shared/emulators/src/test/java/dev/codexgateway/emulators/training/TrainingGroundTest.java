package dev.codexgateway.emulators.training;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.google.protobuf.Empty;
import io.grpc.CallOptions;
import io.grpc.ManagedChannel;
import io.grpc.MethodDescriptor;
import io.grpc.MethodDescriptor.MethodType;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.grpc.protobuf.ProtoUtils;
import io.grpc.stub.ClientCalls;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TrainingGroundTest {
  @Test
  void run_leadsTheCommandToStandInsAndEndsWithItsStatus() throws Exception {
    String check =
        "case \"$FIRESTORE_EMULATOR_HOST $PUBSUB_EMULATOR_HOST $STORAGE_EMULATOR_HOST\" in"
            + " localhost:*\\ localhost:*\\ http://*) exit 7;; esac";
    assertEquals(7, TrainingGround.run(List.of("/bin/sh", "-c", check), Map.of()));
    assertEquals(0, TrainingGround.run(List.of("/bin/sh", "-c", "test $A = b"), Map.of("A", "b")));
  }

  @Test
  void emptyServices_answerAnyCallWithOneEmptyMessage() throws Exception {
    try (EmptyServices services = EmptyServices.start()) {
      ManagedChannel channel =
          NettyChannelBuilder.forTarget(services.host()).usePlaintext().build();
      try {
        assertEquals(
            Empty.getDefaultInstance(),
            ClientCalls.blockingUnaryCall(
                channel,
                method("any.Service/Unary", MethodType.UNARY),
                CallOptions.DEFAULT,
                Empty.getDefaultInstance()));
        List<Empty> stream = new ArrayList<>();
        ClientCalls.blockingServerStreamingCall(
                channel,
                method("any.Service/Stream", MethodType.SERVER_STREAMING),
                CallOptions.DEFAULT,
                Empty.getDefaultInstance())
            .forEachRemaining(stream::add);
        assertEquals(List.of(Empty.getDefaultInstance()), stream);
      } finally {
        channel.shutdownNow();
      }
    }
  }

  private static MethodDescriptor<Empty, Empty> method(String name, MethodType type) {
    return MethodDescriptor.<Empty, Empty>newBuilder(
            ProtoUtils.marshaller(Empty.getDefaultInstance()),
            ProtoUtils.marshaller(Empty.getDefaultInstance()))
        .setType(type)
        .setFullMethodName(name)
        .build();
  }
}
