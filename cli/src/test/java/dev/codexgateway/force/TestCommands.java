package dev.codexgateway.force;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/**
 * The commands that gateways under test run. Each has the site's directory in its environment, and
 * so has every process that does not clear it. Every script leaves a mark in {@code starts/}, named
 * after its job and pid, and each process that is meant to outlive its script leaves one in {@code
 * marks/} with its time of start, by which it is found again whatever its environment.
 */
final class TestCommands {
  private static final String CONFIG =
      """
      commands:
        true:
          executable: /bin/true
          env: ENV
        echo:
          executable: /bin/echo
          env: ENV
          args: any
        cat:
          executable: /bin/cat
          env: ENV
        fail:
          executable: /bin/false
          env: ENV
        chatty:
          executable: /bin/sh
          args: [ROOT/bin/chatty.sh, {slot: lines, integer: {min: 1, max: 1000000}}]
          env: ENV
        ticker:
          executable: /bin/sh
          args: [ROOT/bin/ticker.sh]
          env: ENV
        sleeper:
          executable: /bin/sh
          args: [ROOT/bin/sleeper.sh, {slot: tenths, integer: {min: 0, max: 6000}}]
          env: ENV
        family:
          executable: /bin/sh
          args: [ROOT/bin/family.sh, {slot: tenths, integer: {min: 0, max: 6000}}]
          env: ENV
        hidden:
          executable: /bin/sh
          args: [ROOT/bin/hidden.sh]
          env: ENV
        stubborn:
          executable: /bin/sh
          args: [ROOT/bin/stubborn.sh, {slot: tenths, integer: {min: 0, max: 6000}}]
          env: ENV
        files:
          executable: /bin/sh
          args: [ROOT/bin/files.sh, {slot: count, integer: {min: 1, max: 20}}]
          env: ENV
          artifacts: ['out-*.txt']
        again:
          executable: /bin/sh
          args: [ROOT/bin/sleeper.sh, {slot: tenths, integer: {min: 0, max: 6000}}]
          env: ENV
          retry_safe: true
          max_attempts: 100
        second-time:
          executable: /bin/sh
          args: [ROOT/bin/second-time.sh]
          env: ENV
          retry_safe: true
      """;

  private static final Map<String, String> SCRIPTS =
      Map.of(
          "common.sh",
          """
          begin() { : > "$FORCE_DIR/starts/$GATEWAY_JOB_ID.$$"; }
          mark() { cut -d' ' -f22 "/proc/$$/stat" > "${1:-$FORCE_DIR/marks/$GATEWAY_JOB_ID}.$$"; }
          """,
          "chatty.sh",
          """
          . "$FORCE_DIR/bin/common.sh"
          begin
          i=0
          while [ "$i" -lt "$1" ]; do
            i=$((i + 1))
            echo "line $i of $1"
            [ $((i % 10)) = 0 ] && echo "note $i" >&2
          done
          exit 0
          """,
          "ticker.sh",
          """
          . "$FORCE_DIR/bin/common.sh"
          begin
          i=0
          while [ ! -e "$FORCE_DIR/stop" ]; do
            i=$((i + 1))
            echo "tick $i"
            [ $((i % 7)) = 0 ] && printf 'burst %d.1\\nburst %d.2\\n' "$i" "$i" >&2
            sleep "0.0$((1 + i % 5))"
          done
          """,
          "sleeper.sh",
          """
          . "$FORCE_DIR/bin/common.sh"
          begin
          mark
          echo "sleeps $1"
          sleep "$(($1 / 10)).$(($1 % 10))"
          echo "slept $1"
          """,
          "child.sh",
          """
          . "$FORCE_DIR/bin/common.sh"
          mark
          exec sleep 300
          """,
          "family.sh",
          """
          . "$FORCE_DIR/bin/common.sh"
          begin
          mark
          sh "$FORCE_DIR/bin/child.sh" &
          setsid sh "$FORCE_DIR/bin/child.sh" &
          setsid sh -c 'setsid sh "$FORCE_DIR/bin/child.sh" & exit 0'
          echo "has children"
          sleep "$(($1 / 10)).$(($1 % 10))"
          """,
          "hidden.sh",
          """
          . "$FORCE_DIR/bin/common.sh"
          begin
          mark
          env -i setsid sh -c '. "$1/bin/common.sh"; mark "$2"; exec sleep 300' \\
            hidden "$FORCE_DIR" "$FORCE_DIR/marks/$GATEWAY_JOB_ID" &
          echo "hides a child"
          sleep 300
          """,
          "stubborn.sh",
          """
          . "$FORCE_DIR/bin/common.sh"
          trap '' TERM
          begin
          mark
          setsid sh -c 'trap "" TERM; . "$FORCE_DIR/bin/common.sh"; mark; exec sleep 300' &
          echo "ignores SIGTERM"
          i=0
          while [ "$i" -lt "$1" ]; do
            i=$((i + 1))
            sleep 0.1
          done
          """,
          "files.sh",
          """
          . "$FORCE_DIR/bin/common.sh"
          begin
          i=0
          while [ "$i" -lt "$1" ]; do
            i=$((i + 1))
            head -c $((i * 1000)) /dev/zero | tr '\\0' x > "out-$i.txt"
            echo "wrote $i"
          done
          """,
          "second-time.sh",
          """
          . "$FORCE_DIR/bin/common.sh"
          begin
          mark
          if mkdir "$FORCE_DIR/been-there"; then
            echo "the first time"
            exec sleep 300
          fi
          echo "the second time"
          """);

  private TestCommands() {}

  static void install(Path root) throws IOException {
    for (String directory : new String[] {"bin", "starts", "marks"}) {
      Files.createDirectories(root.resolve(directory));
    }
    for (Map.Entry<String, String> script : SCRIPTS.entrySet()) {
      Files.writeString(root.resolve("bin").resolve(script.getKey()), script.getValue());
    }
    String config =
        CONFIG
            .replace("ENV", "{PATH: '/usr/bin:/bin', FORCE_DIR: ROOT}")
            .replace("ROOT", root.toString());
    Files.writeString(root.resolve("gateway.yaml"), config);
  }
}
