package dev.codexgateway.functions.health;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.google.cloud.functions.HttpRequest;
import com.google.cloud.functions.HttpResponse;
import dev.codexgateway.core.platform.Component;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class HealthFunctionTest {
  private static final String HEALTHY = "{\"status\":\"healthy\"}";

  @ParameterizedTest
  @ValueSource(strings = {"/health", "/", ""})
  void get_health_isHealthyWhateverTheComponentsSay(String path) throws Exception {
    Response response = response(new HealthFunction(List.of(part("store", false))), "GET", path);
    assertEquals(200, response.status);
    assertEquals(HEALTHY, response.body());
    assertEquals(List.of("application/json"), response.headers.get("Content-Type"));
    assertEquals(List.of("no-store"), response.headers.get("Cache-Control"));
  }

  @Test
  void head_health_isAnsweredAsGet() throws Exception {
    assertEquals(200, response(new HealthFunction(), "HEAD", "/health").status);
  }

  @Test
  void get_ready_namesEachComponentWithItsState() throws Exception {
    HealthFunction function =
        new HealthFunction(List.of(part("store", true), part("worker", true)));
    Response response = response(function, "GET", "/health/ready");
    assertEquals(200, response.status);
    assertEquals(
        "{\"status\":\"ready\",\"components\":{\"store\":\"up\",\"worker\":\"up\"}}",
        response.body());
  }

  @Test
  void get_readyWithAComponentDown_isUnavailable() throws Exception {
    HealthFunction function =
        new HealthFunction(List.of(part("store", false), part("worker", true)));
    Response response = response(function, "GET", "/health/ready");
    assertEquals(503, response.status);
    assertEquals(
        "{\"status\":\"not_ready\",\"components\":{\"store\":\"down\",\"worker\":\"up\"}}",
        response.body());
  }

  @Test
  void get_readyWithoutComponents_isReady() throws Exception {
    Response response = response(new HealthFunction(), "GET", "/health/ready");
    assertEquals(200, response.status);
    assertEquals("{\"status\":\"ready\",\"components\":{}}", response.body());
  }

  @ParameterizedTest
  @ValueSource(strings = {"POST", "PUT", "DELETE", "PATCH", "OPTIONS", "get"})
  void otherMethods_areRefusedWithTheAllowedOnes(String method) throws Exception {
    Response response = response(new HealthFunction(), method, "/health");
    assertEquals(405, response.status);
    assertEquals(List.of("GET, HEAD"), response.headers.get("Allow"));
    assertEquals("{\"error\":{\"code\":-32600,\"message\":\"use GET\"}}", response.body());
  }

  @ParameterizedTest
  @ValueSource(strings = {"/health/", "/healthy", "/health/ready/x", "/HEALTH"})
  void get_elsewhere_isNotFound(String path) throws Exception {
    Response response = response(new HealthFunction(), "GET", path);
    assertEquals(404, response.status);
    assertEquals(List.of("application/json"), response.headers.get("Content-Type"));
  }

  private static Component part(String name, boolean ready) {
    return new Component() {
      @Override
      public String name() {
        return name;
      }

      @Override
      public boolean isReady() {
        return ready;
      }
    };
  }

  private static Response response(HealthFunction function, String method, String path)
      throws Exception {
    Response response = new Response();
    function.service(new Request(method, path), response);
    return response;
  }

  private record Request(String method, String path) implements HttpRequest {
    @Override
    public String getMethod() {
      return method;
    }

    @Override
    public String getUri() {
      return "http://localhost" + path;
    }

    @Override
    public String getPath() {
      return path;
    }

    @Override
    public Optional<String> getQuery() {
      return Optional.empty();
    }

    @Override
    public Map<String, List<String>> getQueryParameters() {
      return Map.of();
    }

    @Override
    public Map<String, HttpPart> getParts() {
      return Map.of();
    }

    @Override
    public Optional<String> getContentType() {
      return Optional.empty();
    }

    @Override
    public long getContentLength() {
      return 0;
    }

    @Override
    public Optional<String> getCharacterEncoding() {
      return Optional.empty();
    }

    @Override
    public InputStream getInputStream() {
      return InputStream.nullInputStream();
    }

    @Override
    public BufferedReader getReader() {
      return new BufferedReader(Reader.nullReader());
    }

    @Override
    public Map<String, List<String>> getHeaders() {
      return Map.of();
    }
  }

  private static final class Response implements HttpResponse {
    private final Map<String, List<String>> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    private final ByteArrayOutputStream body = new ByteArrayOutputStream();
    private int status = 200;

    String body() {
      return body.toString(StandardCharsets.UTF_8);
    }

    @Override
    public void setStatusCode(int code) {
      status = code;
    }

    @Override
    public void setStatusCode(int code, String message) {
      status = code;
    }

    @Override
    public void setContentType(String contentType) {
      headers.put("Content-Type", List.of(contentType));
    }

    @Override
    public Optional<String> getContentType() {
      return Optional.ofNullable(headers.get("Content-Type")).map(List::getFirst);
    }

    @Override
    public void appendHeader(String header, String value) {
      headers.computeIfAbsent(header, _ -> new ArrayList<>()).add(value);
    }

    @Override
    public Map<String, List<String>> getHeaders() {
      return headers;
    }

    @Override
    public OutputStream getOutputStream() {
      return body;
    }

    @Override
    public BufferedWriter getWriter() {
      return new BufferedWriter(new OutputStreamWriter(body, StandardCharsets.UTF_8));
    }
  }
}
