package dev.codexgateway.functions.worker.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The texts of {@code /proc} and the names of numbers. */
class ProcessFactsTest {
  private static final String AFTER_STATE =
      " 7 11 12 0 -1 4194560 1 2 3 4 5 6 7 8 20 0 %d 0 4711 9";

  @Test
  void stat_withAnyName_isParsed() {
    String stat = "10 (a) S 1 (b c) S" + AFTER_STATE.formatted(1);

    assertEquals(Optional.of(new ProcessInfo(10, 7, 12, 4711, true)), ProcessInfo.parse(10, stat));
  }

  @ParameterizedTest
  @CsvSource({"S,1,true", "T,1,true", "Z,1,false", "X,1,false", "Z,2,true"})
  void stat_ofZombie_isDeadUnlessAnotherThreadLives(String state, int threads, boolean alive) {
    String stat = "10 (x) " + state + AFTER_STATE.formatted(threads);

    assertEquals(alive, ProcessInfo.parse(10, stat).orElseThrow().alive());
  }

  @ParameterizedTest
  @CsvSource({"''", "10 (x", "10 (x) S 7 11 12", "10 (x)"})
  void stat_cutOff_isNoProcess(String stat) {
    assertEquals(Optional.empty(), ProcessInfo.parse(10, stat));
  }

  @Test
  void marker_isFoundWhereverItStands() {
    assertEquals(
        Optional.of(new Marker("i", "j")),
        find("A=1\0GATEWAY_JOB_ID=j\0XGATEWAY_INSTANCE=no\0GATEWAY_INSTANCE=i\0"));
  }

  @Test
  void marker_incomplete_isNone() {
    assertEquals(Optional.empty(), find(""));
    assertEquals(Optional.empty(), find("GATEWAY_INSTANCE=i\0GATEWAY_JOB_ID=\0"));
    assertEquals(Optional.empty(), find("GATEWAY_JOB_ID=j\0"));
  }

  private static Optional<Marker> find(String environment) {
    return Marker.find(environment.getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void marker_thatCouldNotBeFound_isRefused() {
    assertThrows(IllegalArgumentException.class, () -> new Marker("", "j"));
    assertThrows(IllegalArgumentException.class, () -> new Marker("i", ""));
    assertThrows(IllegalArgumentException.class, () -> new Marker("i", "j\0k"));
  }

  @ParameterizedTest
  @CsvSource({"1,SIGHUP", "9,SIGKILL", "15,SIGTERM", "31,SIGSYS", "33,SIG33", "36,SIGRTMIN+2"})
  void signal_hasItsName(int number, String name) {
    assertEquals(name, Signals.name(number));
  }
}
