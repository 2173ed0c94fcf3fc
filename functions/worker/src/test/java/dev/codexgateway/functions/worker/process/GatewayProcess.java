package dev.codexgateway.functions.worker.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A process of its own that runs one script, to be killed or started in odd ways. */
final class GatewayProcess {
  private GatewayProcess() {}

  /** Writes the {@link Exit} to the file {@code exit} in the directory. */
  public static void main(String[] args) throws IOException {
    String instanceId = args[0];
    Path directory = Path.of(args[1]);
    Command command =
        new Command(
            Path.of("/bin/sh"),
            List.of("-c", args[2]),
            Map.of("PATH", "/usr/bin:/bin"),
            directory,
            Optional.empty());
    CollectedOutput output = new CollectedOutput();
    Exit exit =
        new ProcessRunner(instanceId)
            .run("job-1", command, Scripts.PATIENT, output, new RunControl());
    Files.writeString(directory.resolve("exit"), exit + " " + output.stdout().strip() + "\n");
  }

  static List<String> commandLine(String instanceId, Path directory, String script) {
    List<String> line = new ArrayList<>();
    line.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    line.add("--enable-native-access=ALL-UNNAMED");
    line.add("-XX:TieredStopAtLevel=1");
    line.add("-cp");
    line.add(System.getProperty("java.class.path"));
    line.add(GatewayProcess.class.getName());
    line.addAll(List.of(instanceId, directory.toString(), script));
    return line;
  }
}
