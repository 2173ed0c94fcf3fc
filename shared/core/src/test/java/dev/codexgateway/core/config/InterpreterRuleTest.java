package dev.codexgateway.core.config;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Ways to let a caller choose the program. {@code @} stands for a slot of any text, {@code @-} for
 * one that may begin with a dash, {@code @@} for all further values.
 */
class InterpreterRuleTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        // no program at all: it comes from standard input
        "/bin/sh",
        "/bin/bash -e",
        "/bin/bash -s",
        "/bin/bash -s fixed",
        "/bin/sh -i",
        "/bin/sh -",
        "/bin/sh -- ",
        "/bin/sh -c",
        "/usr/bin/python3",
        "/usr/bin/python3 -",
        "/usr/bin/python3 -i /opt/x.py",
        "/usr/bin/python3.12 -u",
        "/usr/bin/node",
        "/usr/bin/perl -w",
        "/bin/sh /dev/stdin",
        "/bin/sh /proc/self/fd/0",
        // a value where the program stands
        "/bin/sh @",
        "/bin/sh @@",
        "/bin/sh -c @",
        "/bin/sh -ec @",
        "/bin/sh -ce @",
        "/bin/sh -c -e @",
        "/bin/sh -c -- @",
        "/bin/sh -e -c @",
        "/bin/bash -lc @",
        "/bin/bash +x -c @",
        "/bin/bash -o pipefail -c @",
        "/bin/bash -euo pipefail -c @",
        "/bin/bash -O extglob -c @",
        "/bin/bash --rcfile /etc/x -c @",
        "/bin/bash --init-file /etc/x @",
        "/bin/bash --norc @",
        "/bin/bash -o @ -c fixed",
        "/bin/bash -x @",
        "/bin/bash relative.sh @",
        "/bin/dash -c @",
        "/bin/zsh -c @",
        "/bin/ksh93 -c @",
        "/bin/bash-static -c @",
        "/usr/bin/fish -c @",
        "/usr/bin/fish -C fixed @",
        "/bin//sh -c @",
        "/bin/../bin/sh -c @",
        "/bin/x/../sh -c @",
        "/usr/bin/python3 @",
        "/usr/bin/python3 -c @",
        "/usr/bin/python3 -m @",
        "/usr/bin/python3 -m pdb @",
        "/usr/bin/python3 -m timeit @",
        "/usr/bin/python3 -m unittest.main @",
        "/usr/bin/python3 -Im code",
        "/usr/bin/python3 -W ignore -c @",
        "/usr/bin/python3 -X dev @",
        "/usr/bin/python3 -Ic @",
        "/usr/bin/pypy3 -c @",
        "/usr/bin/perl -e @",
        "/usr/bin/perl -we @",
        "/usr/bin/perl -I /lib -e @",
        "/usr/bin/perl -e fixed -e @",
        "/usr/bin/perl -e fixed @-",
        "/usr/bin/perl -n -e fixed @",
        "/usr/bin/perl -i @",
        "/usr/bin/ruby -e @",
        "/usr/bin/ruby -r json @",
        "/usr/bin/ruby -e fixed -e @",
        "/usr/bin/node -e @",
        "/usr/bin/node -p @",
        "/usr/bin/node --eval @",
        "/usr/bin/node --require /x.js @",
        "/usr/bin/node -r /x.js @",
        "/usr/bin/node --inspect /x.js @",
        "/usr/bin/node -e fixed @-",
        "/usr/bin/nodejs -i",
        "/usr/bin/php -r @",
        "/usr/bin/php -d a=b -r @",
        "/usr/bin/php -R @",
        "/usr/bin/php8.2 @",
        "/usr/bin/lua5.4 -e fixed @",
        "/usr/bin/tclsh @",
        "/usr/bin/Rscript -e @",
        "/usr/bin/deno eval @",
        "/usr/bin/deno run @",
        "/usr/bin/deno run --allow-all @",
        "/usr/bin/bun run @",
        "/usr/bin/java @",
        "/usr/bin/java -jar @",
        "/usr/bin/java -cp /x.jar @",
        "/usr/bin/java -cp @ Main",
        "/usr/bin/java @@",
        "/usr/bin/awk @",
        "/usr/bin/gawk -f @",
        "/usr/bin/mawk -F : @",
        "/usr/bin/awk -v a=b @",
        "/usr/bin/awk -f /x.awk -f @",
        "/bin/sed @",
        "/bin/sed -n @",
        "/bin/sed s/a/b/ -e @",
        "/bin/sed s/a/b/ @-",
        // a launcher in front
        "/usr/bin/env @",
        "/usr/bin/env FOO=1 @",
        "/usr/bin/env -i @",
        "/usr/bin/env -u X @",
        "/usr/bin/env -S @",
        "/usr/bin/env -C /tmp @",
        "/usr/bin/env bash -c @",
        "/usr/bin/env /bin/bash -c @",
        "/usr/bin/env FOO=1 /bin/bash",
        "/usr/bin/env python3 @",
        "/usr/bin/env /usr/bin/env /bin/sh -c @",
        "/usr/bin/nice -n 10 /bin/sh -c @",
        "/usr/bin/nohup @",
        "/usr/bin/setsid -w /bin/sh",
        "/usr/bin/timeout 5 /bin/sh -c @",
        "/usr/bin/timeout -k 5 10 @",
        "/usr/bin/sudo -u nobody /bin/sh -c @",
        "/usr/bin/sudo -s",
        "/usr/bin/stdbuf -o0 /bin/sh",
        "/bin/busybox sh -c @",
        "/bin/busybox sh",
        "/bin/busybox @",
        "/bin/busybox env sh @",
        "/usr/bin/xargs",
        "/usr/bin/xargs /bin/rm",
        "/usr/bin/xargs -n 1 @",
        "/usr/bin/parallel @",
        "/bin/su",
        "/bin/su -c @",
        "/usr/bin/ssh host @",
        "/usr/bin/script -c @",
        "/usr/bin/watch @",
        "/usr/bin/flock /lock @",
        "/usr/sbin/chroot /root @",
        "/lib64/ld-linux-x86-64.so.2 @",
        "/usr/bin/gdb",
        "/bin/ed"
      })
  void program_thatACallerCouldChoose_isRefused(String command) {
    ConfigException refused = assertThrows(ConfigException.class, () -> parse(command));
    assertEquals("commands.c.args", refused.problems().getFirst().path());
    assertEquals(1, refused.problems().size());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/bin/echo @@",
        "/bin/sh -c script name @",
        "/bin/sh -c script",
        "/bin/sh -ec script name @-",
        "/bin/bash -euo pipefail -c script name @@",
        "/bin/bash /opt/run.sh @",
        "/bin/bash -x /opt/run.sh @-",
        "/bin/bash --norc -O extglob /opt/run.sh @",
        "/bin/sh -o pipefail /opt/run.sh",
        "/usr/bin/python3 /opt/x.py @-",
        "/usr/bin/python3 -u -W ignore -X dev /opt/x.py @",
        "/usr/bin/python3 -c script @-",
        "/usr/bin/python3 -Im json.tool @",
        "/usr/bin/python3 --version",
        "/usr/bin/perl -w /opt/x.pl @-",
        "/usr/bin/perl -we script @",
        "/usr/bin/perl -e script -- @-",
        "/usr/bin/ruby -rjson -e script @",
        "/usr/bin/node --max-old-space-size=100 /opt/x.js @-",
        "/usr/bin/node -r /opt/y.js /opt/x.js @",
        "/usr/bin/php -d a=b -f /opt/x.php @",
        "/usr/bin/lua5.4 /opt/x.lua @",
        "/usr/bin/deno run --allow-net /opt/x.ts @",
        "/usr/bin/java -Xmx1g -Da=b -cp /a.jar com.example.Main @-",
        "/usr/bin/java -jar /a.jar @-",
        "/usr/bin/java -version",
        "/usr/bin/awk -F : script @",
        "/usr/bin/awk -f /opt/x.awk @",
        "/bin/sed -n s/a/b/p @",
        "/bin/sed -e s/a/b/ -- @-",
        "/usr/bin/env",
        "/usr/bin/env -i FOO=1 /bin/echo @@",
        "/usr/bin/env FOO=1 /bin/sh -c script name @",
        "/usr/bin/nice -n 10 /usr/bin/python3 /opt/x.py @",
        "/usr/bin/timeout -k 5 -s KILL 10 /bin/echo @-",
        "/usr/bin/sudo -n -u nobody /opt/deploy @",
        "/bin/busybox echo @",
        "/bin/busybox sh -c script name @",
        "/usr/bin/ssh deploy@host /opt/deploy",
        "/usr/bin/flock /lock /opt/deploy",
        "/opt/shell-tool @",
        "/usr/bin/ssh-keygen @"
      })
  void program_thatIsFixed_isTaken(String command) {
    assertDoesNotThrow(() -> parse(command));
  }

  @Test
  void linkToAnInterpreter_isSeenThrough(@TempDir Path dir) throws IOException {
    Path shell = Files.createFile(dir.resolve("dash"));
    Path link = Files.createSymbolicLink(dir.resolve("tool"), shell);
    assertThrows(ConfigException.class, () -> parse(link + " -c @"));
    assertThrows(ConfigException.class, () -> parse("/usr/bin/env " + link + " -c @"));
    assertDoesNotThrow(() -> parse(link + " -c script name @"));
  }

  @Test
  void linkToBusybox_isWhatItsNameSays(@TempDir Path dir) throws IOException {
    Path busybox = Files.createFile(dir.resolve("busybox"));
    Path echo = Files.createSymbolicLink(dir.resolve("echo"), busybox);
    Path shell = Files.createSymbolicLink(dir.resolve("sh"), busybox);
    assertDoesNotThrow(() -> parse(echo + " @@"));
    assertThrows(ConfigException.class, () -> parse(shell + " -c @"));
  }

  private static void parse(String command) throws ConfigException {
    String[] words = command.strip().split(" ");
    StringBuilder yaml = new StringBuilder("commands:\n  c:\n    executable: " + words[0] + "\n");
    yaml.append("    args:\n");
    for (int i = 1; i < words.length; i++) {
      yaml.append("      - ").append(word(words[i])).append('\n');
    }
    if (words.length == 1) {
      yaml.append("        []\n");
    }
    GatewayConfig.parse("g.yaml", yaml.toString());
  }

  private static String word(String word) {
    return switch (word) {
      case "@" -> "{slot: a, pattern: .*}";
      case "@-" -> "{slot: a, pattern: .*, allow_dash: true}";
      case "@@" -> "{rest: {}}";
      default -> "'" + word + "'";
    };
  }
}
