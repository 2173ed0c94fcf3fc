package dev.codexgateway.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.google.gson.JsonParser;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JobTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "'state':'succeeded','exit_code':0        | 0",
        "'state':'failed','exit_code':7           | 7",
        "'state':'failed','exit_code':0           | 1",
        "'state':'failed','exit_code':512         | 1",
        "'state':'failed','reason':'cannot start' | 1",
        "'state':'failed','signal':'SIGKILL'      | 137",
        "'state':'failed','signal':'TERM'         | 143",
        "'state':'failed','signal':'SIGSYS'       | 159",
        "'state':'failed','signal':'SIGRTMIN+1'   | 163",
        "'state':'failed','signal':'SIG32'        | 160",
        "'state':'failed','signal':11             | 139",
        "'state':'failed','signal':'SIGNEW'       | 1",
        "'state':'timed_out','signal':'SIGKILL'   | 124",
        "'state':'lost'                           | 125",
        "'state':'cancelled','signal':'SIGTERM'   | 130",
        "'state':'running'                        | 75",
        "'state':'queued'                         | 75"
      })
  void end_becomesAnExitCode(String members, int exitCode) {
    assertEquals(exitCode, job(members).exitCode());
  }

  @Test
  void unusualEnd_isPutIntoWords() {
    assertEquals(Optional.empty(), job("'state':'failed','exit_code':1").unusualEnd());
    assertEquals(Optional.empty(), job("'state':'succeeded'").unusualEnd());
    assertEquals(
        Optional.of("job J was ended by signal SIGSEGV"),
        job("'state':'failed','signal':'SIGSEGV'").unusualEnd());
    assertEquals(
        Optional.of("job J was lost: lease expired"),
        job("'state':'lost','reason':'lease expired'").unusualEnd());
    assertEquals(
        Optional.of("job J failed: cannot start"),
        job("'state':'failed','reason':'cannot start'").unusualEnd());
  }

  @Test
  void commandLine_showsWhereEachArgumentEnds() {
    assertEquals(
        "run a 'b c' '' 'it'\\''s' '\\n'",
        job("'state':'queued','command':'run','args':['a','b c','','it#s','\\n']").commandLine());
  }

  private static Job job(String members) {
    String json = "{\"job_id\":\"J\"," + members.replace('\'', '"').replace('#', '\'') + "}";
    return new Job(JsonParser.parseString(json).getAsJsonObject());
  }
}
