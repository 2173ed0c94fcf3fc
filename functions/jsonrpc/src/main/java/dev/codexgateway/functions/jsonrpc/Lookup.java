package dev.codexgateway.functions.jsonrpc;

import dev.codexgateway.core.job.Job;
import dev.codexgateway.core.job.JobId;
import dev.codexgateway.core.job.JobStore;
import dev.codexgateway.core.rpc.RpcError;
import dev.codexgateway.core.rpc.RpcException;

/** Finds a caller's own job; a foreign one looks like a missing one. */
final class Lookup {
  private Lookup() {}

  static RpcException notFound() {
    return new RpcException(RpcError.of(RpcError.NOT_FOUND, "No such job"));
  }

  static Job own(JobStore jobs, Caller caller, String jobId) throws RpcException {
    return JobId.parse(jobId)
        .flatMap(jobs::find)
        .filter(job -> job.owner().equals(caller.owner()))
        .orElseThrow(Lookup::notFound);
  }
}
