package dev.codexgateway.relay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.codexgateway.relay.watch.CloseCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class CloseCodeTest {
  @Test
  void codes_areDocumentedAsTheyAre() throws IOException {
    List<String> lines = lines(Path.of("../docs"));
    for (CloseCode code : CloseCode.values()) {
      String row = "| %d | `%s` | %s |".formatted(code.code(), code, code.meaning());
      assertTrue(lines.contains(row), "docs/ must have the line " + row);
    }
  }

  @Test
  void range_saysWhetherToComeBack() {
    for (CloseCode code : CloseCode.values()) {
      assertEquals(code.code() / 100 == 45, code.comeBack(), code.name());
    }
  }

  private static List<String> lines(Path docs) throws IOException {
    try (Stream<Path> files = Files.list(docs)) {
      return files
          .filter(file -> file.getFileName().toString().startsWith("protocol"))
          .flatMap(CloseCodeTest::linesOf)
          .toList();
    }
  }

  private static Stream<String> linesOf(Path file) {
    try {
      return Files.readAllLines(file).stream();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }
}
