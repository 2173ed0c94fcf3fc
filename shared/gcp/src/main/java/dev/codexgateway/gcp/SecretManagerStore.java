package dev.codexgateway.gcp;

import com.google.api.gax.rpc.ApiException;
import com.google.api.gax.rpc.StatusCode.Code;
import com.google.cloud.secretmanager.v1.AccessSecretVersionResponse;
import com.google.cloud.secretmanager.v1.ListSecretVersionsRequest;
import com.google.cloud.secretmanager.v1.SecretManagerServiceClient;
import com.google.cloud.secretmanager.v1.SecretVersion;
import dev.codexgateway.core.secret.Secret;
import dev.codexgateway.core.secret.SecretStore;
import java.util.Optional;
import java.util.function.Supplier;

/** Secrets in Secret Manager: of each the newest version that is enabled. Asks at each call. */
final class SecretManagerStore implements SecretStore {
  private final Supplier<SecretManagerServiceClient> client;
  private final String project;

  SecretManagerStore(Supplier<SecretManagerServiceClient> client, String project) {
    this.client = client;
    this.project = project;
  }

  @Override
  public Optional<Secret> find(String name) {
    String secret = "projects/" + project + "/secrets/" + SecretStore.requireName(name);
    try {
      return read(secret);
    } catch (ApiException e) {
      if (e.getStatusCode().getCode() == Code.NOT_FOUND) {
        return Optional.empty();
      }
      throw fault(name).of(e);
    }
  }

  private ServiceFault fault(String name) {
    return new ServiceFault(
        "secret " + name + " of project " + project,
        "GATEWAY_PROJECT",
        "roles/secretmanager.secretAccessor on it",
        "SECRET_MANAGER_EMULATOR_HOST");
  }

  /** The newest version is "latest" also where it is disabled, which calls for a second look. */
  private Optional<Secret> read(String secret) {
    try {
      return Optional.of(access(secret + "/versions/latest"));
    } catch (ApiException e) {
      if (e.getStatusCode().getCode() != Code.FAILED_PRECONDITION) {
        throw e;
      }
      return newestEnabled(secret).map(this::access);
    }
  }

  private Secret access(String version) {
    AccessSecretVersionResponse answer = client.get().accessSecretVersion(version);
    return new Secret(answer.getPayload().getData().toStringUtf8());
  }

  /** Versions are listed newest first. */
  private Optional<String> newestEnabled(String secret) {
    ListSecretVersionsRequest request =
        ListSecretVersionsRequest.newBuilder()
            .setParent(secret)
            .setFilter("state:ENABLED")
            .setPageSize(1)
            .build();
    for (SecretVersion version : client.get().listSecretVersions(request).iterateAll()) {
      return Optional.of(version.getName());
    }
    return Optional.empty();
  }
}
