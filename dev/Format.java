import com.google.googlejavaformat.java.GoogleJavaFormatToolProvider;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/// Runs google-java-format over every Java file below the working directory.
///
/// Without an argument it rewrites them; with `--check` it changes nothing, lists the files that
/// are not formatted and exits with 1. It is a source file that the JDK 25 launcher runs directly,
/// because the formatter uses the parser of the JDK it runs on, and that has to know Java 25 even
/// where Maven runs on 17.
final class Format {
  private static final Set<String> SKIPPED = Set.of("target", "node_modules");

  private Format() {}

  public static void main(String[] args) throws IOException {
    boolean check = List.of(args).contains("--check");
    List<String> files = javaFilesBelow(Path.of(""));
    if (!files.isEmpty()) {
      System.exit(check ? check(files) : rewrite(files));
    }
  }

  private static int check(List<String> files) {
    var unformatted = new StringWriter();
    int exit = format(List.of("--dry-run", "--set-exit-if-changed"), files, unformatted);
    if (!unformatted.toString().isEmpty()) {
      System.err.println("Not in google-java-format:");
      unformatted.toString().lines().sorted().forEach(file -> System.err.println("  " + file));
      System.err.println("Mend them with: dev/format");
    }
    return exit;
  }

  private static int rewrite(List<String> files) {
    return format(List.of("--replace"), files, new StringWriter());
  }

  private static int format(List<String> options, List<String> files, StringWriter out) {
    var arguments = new ArrayList<>(options);
    arguments.addAll(files);
    return new GoogleJavaFormatToolProvider()
        .run(
            new PrintWriter(out, true),
            new PrintWriter(System.err, true),
            arguments.toArray(String[]::new));
  }

  private static List<String> javaFilesBelow(Path root) throws IOException {
    var files = new ArrayList<String>();
    Files.walkFileTree(
        root,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult preVisitDirectory(Path dir, BasicFileAttributes attributes) {
            return isSkipped(dir) ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            if (file.toString().endsWith(".java")) {
              files.add(file.toString());
            }
            return FileVisitResult.CONTINUE;
          }
        });
    return files;
  }

  private static boolean isSkipped(Path dir) {
    String name = dir.getFileName().toString();
    return name.startsWith(".") || SKIPPED.contains(name);
  }
}
