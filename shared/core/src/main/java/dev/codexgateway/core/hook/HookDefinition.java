package dev.codexgateway.core.hook;

import java.util.List;
import java.util.Optional;

/**
 * A webhook as the configuration describes it. Expressions and templates are texts here; the module
 * that evaluates them compiles them.
 *
 * @param name as in {@code POST /webhook/{name}}
 * @param owner whose jobs come of it
 * @param secrets names of one or two secrets; while two are live a delivery may be signed with
 *     either
 * @param filter a CEL expression that must be true for any job to be made
 * @param identity a CEL expression that tells deliveries apart, in place of the provider's own
 * @param jobs what to run, one job for each rule whose filter is true
 * @param maxBodyBytes larger deliveries are refused
 */
public record HookDefinition(
    ConfigText name,
    String description,
    String owner,
    VerifierDefinition verifier,
    List<String> secrets,
    Optional<ConfigText> filter,
    Optional<ConfigText> identity,
    List<JobRule> jobs,
    int maxBodyBytes) {
  public HookDefinition {
    secrets = List.copyOf(secrets);
    jobs = List.copyOf(jobs);
  }
}
