package dev.codexgateway.gcp;

import com.google.api.client.http.HttpExecuteInterceptor;
import com.google.api.client.http.HttpRequest;
import com.google.api.client.http.HttpRequestInitializer;
import com.google.cloud.ServiceOptions;
import com.google.cloud.http.HttpTransportOptions;

/** Shows an observer what goes over HTTP. */
final class ObservedHttp extends HttpTransportOptions {
  private final transient CallObserver observer;

  ObservedHttp(HttpTransportOptions.Builder builder, CallObserver observer) {
    super(builder);
    this.observer = observer;
  }

  @Override
  public HttpRequestInitializer getHttpRequestInitializer(ServiceOptions<?, ?> options) {
    HttpRequestInitializer usual = super.getHttpRequestInitializer(options);
    return request -> {
      usual.initialize(request);
      HttpExecuteInterceptor before = request.getInterceptor();
      request.setInterceptor(
          attempt -> {
            tell(attempt);
            if (before != null) {
              before.intercept(attempt);
            }
          });
    };
  }

  private void tell(HttpRequest request) {
    String method = request.getRequestMethod() + " " + request.getUrl().getRawPath();
    observer.sent(method, request.getUrl().build());
  }

  @Override
  public boolean equals(Object other) {
    return this == other;
  }

  @Override
  public int hashCode() {
    return System.identityHashCode(this);
  }
}
