package dev.codexgateway.gcp;

import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.ClientInterceptor;
import io.grpc.ForwardingClientCall.SimpleForwardingClientCall;
import io.grpc.ForwardingClientCallListener.SimpleForwardingClientCallListener;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;

/** Shows an observer what goes over a gRPC channel. */
final class ObservingInterceptor implements ClientInterceptor {
  private final CallObserver observer;

  ObservingInterceptor(CallObserver observer) {
    this.observer = observer;
  }

  @Override
  public <Q, A> ClientCall<Q, A> interceptCall(
      MethodDescriptor<Q, A> method, CallOptions options, Channel next) {
    return new SimpleForwardingClientCall<>(next.newCall(method, options)) {
      @Override
      public void start(Listener<A> listener, Metadata headers) {
        super.start(observed(listener, method.getFullMethodName()), headers);
      }

      @Override
      public void sendMessage(Q message) {
        observer.sent(method.getFullMethodName(), message);
        super.sendMessage(message);
      }
    };
  }

  private <A> ClientCall.Listener<A> observed(ClientCall.Listener<A> listener, String method) {
    return new SimpleForwardingClientCallListener<>(listener) {
      @Override
      public void onMessage(A message) {
        observer.received(method, message);
        super.onMessage(message);
      }
    };
  }
}
