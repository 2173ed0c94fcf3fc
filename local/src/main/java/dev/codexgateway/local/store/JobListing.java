package dev.codexgateway.local.store;

import dev.codexgateway.core.job.Job;
import dev.codexgateway.core.job.JobId;
import dev.codexgateway.core.job.JobQuery;
import dev.codexgateway.core.job.JobQuery.Label;
import dev.codexgateway.core.job.JobState;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Pages of an owner's jobs. One index (owner, state, id) serves a single state and, by merging the
 * few states, all of them; so a change of state costs one index, and a rare state among a million
 * jobs is found at once.
 */
final class JobListing {
  /** Sorts after every id. */
  private static final String NEWEST = "job_~";

  private static final String OF_STATE =
      "SELECT id FROM jobs WHERE owner = ?1 AND state = '%s' AND id < ?2 ORDER BY id DESC LIMIT ?3";

  private static final String BY_STATE = jobsOf(OF_STATE.formatted("?4").replace("'?4'", "?4"));
  private static final String ALL =
      jobsOf(
          Arrays.stream(JobState.values())
              .map(state -> "SELECT id FROM (" + OF_STATE.formatted(state.wireName()) + ")")
              .collect(Collectors.joining(" UNION ALL ")));

  private static final String BY_LABEL =
      """
      SELECT %s FROM labels l JOIN jobs j ON j.id = l.id JOIN specs s ON s.no = j.no
      WHERE l.owner = ?1 AND l.id < ?2 AND l.label = ?4 AND (?5 IS NULL OR j.state = ?5)
      ORDER BY l.id DESC LIMIT ?3
      """
          .formatted(JobTable.COLUMNS);

  private JobListing() {}

  private static String jobsOf(String ids) {
    return """
    SELECT %s FROM (%s) page JOIN jobs j ON j.id = page.id JOIN specs s ON s.no = j.no
    ORDER BY j.id DESC LIMIT ?3
    """
        .formatted(JobTable.COLUMNS, ids);
  }

  static List<Job> list(Session session, JobQuery query) throws SQLException {
    String before = query.before().map(JobId::value).orElse(NEWEST);
    String state = query.state().map(JobState::wireName).orElse(null);
    if (query.label().isPresent()) {
      Label label = query.label().get();
      return session.all(
          BY_LABEL,
          JobListing::job,
          query.owner(),
          before,
          query.limit(),
          JsonColumns.labelKey(label.name(), label.value()),
          state);
    }
    return state == null
        ? session.all(ALL, JobListing::job, query.owner(), before, query.limit())
        : session.all(BY_STATE, JobListing::job, query.owner(), before, query.limit(), state);
  }

  private static Job job(ResultSet row) throws SQLException {
    return JobTable.read(row).job();
  }
}
