package dev.codexgateway.benchmarks;

import dev.codexgateway.benchmarks.gateway.Workspace;
import dev.codexgateway.benchmarks.report.Section;
import java.io.IOException;

/** Measures one thing on programs that it starts and stops itself. */
@FunctionalInterface
interface Benchmark {
  Section run(Workspace workspace, Plan plan) throws IOException, InterruptedException;
}
