package dev.codexgateway.benchmarks.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A page whose part between two marks is the last run's; the rest is written by hand and stays. */
public record ResultsFile(Path file) {
  private static final String BEGIN = "<!-- results: begin, written by benchmarks/run -->";
  private static final String END = "<!-- results: end -->";

  public void replace(String markdown) throws IOException {
    String page = Files.readString(file);
    int begin = page.indexOf(BEGIN);
    int end = page.indexOf(END);
    if (begin < 0 || end < begin) {
      throw new IOException(file + " has lost its marks " + BEGIN + " and " + END);
    }
    Files.writeString(
        file,
        page.substring(0, begin + BEGIN.length())
            + "\n\n"
            + markdown.strip()
            + "\n\n"
            + page.substring(end));
  }
}
