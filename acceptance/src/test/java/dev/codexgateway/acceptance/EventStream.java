package dev.codexgateway.acceptance;

import com.google.gson.JsonObject;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The response of {@code /events/{job_id}}, read by one thread. */
public final class EventStream implements AutoCloseable {
  private final HttpResponse<InputStream> response;
  private final BufferedReader lines;

  private EventStream(HttpResponse<InputStream> response) {
    this.response = response;
    this.lines = new BufferedReader(new InputStreamReader(response.body(), StandardCharsets.UTF_8));
  }

  public static EventStream open(HttpRequest.Builder request)
      throws IOException, InterruptedException {
    return new EventStream(Client.http().send(request.build(), BodyHandlers.ofInputStream()));
  }

  public int status() {
    return response.statusCode();
  }

  public Optional<String> header(String name) {
    return response.headers().firstValue(name);
  }

  /** One event with the number that its line {@code id:} says; empty at the end. */
  public record Entry(long id, JsonObject event) {}

  public Optional<Entry> next() throws IOException {
    long id = -1;
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      if (line.startsWith("id: ")) {
        id = Long.parseLong(line.substring("id: ".length()));
      } else if (line.startsWith("data: ")) {
        return Optional.of(new Entry(id, Json.parse(line.substring("data: ".length()))));
      }
    }
    return Optional.empty();
  }

  public List<Entry> rest() throws IOException {
    List<Entry> entries = new ArrayList<>();
    for (Optional<Entry> next = next(); next.isPresent(); next = next()) {
      entries.add(next.get());
    }
    return entries;
  }

  @Override
  public void close() throws IOException {
    lines.close();
  }
}
