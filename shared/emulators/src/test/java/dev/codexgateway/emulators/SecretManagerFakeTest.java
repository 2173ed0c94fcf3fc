package dev.codexgateway.emulators;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.google.api.gax.core.NoCredentialsProvider;
import com.google.api.gax.grpc.GrpcTransportChannel;
import com.google.api.gax.rpc.ApiException;
import com.google.api.gax.rpc.FailedPreconditionException;
import com.google.api.gax.rpc.FixedTransportChannelProvider;
import com.google.api.gax.rpc.NotFoundException;
import com.google.api.gax.rpc.PermissionDeniedException;
import com.google.cloud.secretmanager.v1.ListSecretVersionsRequest;
import com.google.cloud.secretmanager.v1.ProjectName;
import com.google.cloud.secretmanager.v1.Secret;
import com.google.cloud.secretmanager.v1.SecretManagerServiceClient;
import com.google.cloud.secretmanager.v1.SecretManagerServiceSettings;
import com.google.cloud.secretmanager.v1.SecretName;
import com.google.cloud.secretmanager.v1.SecretPayload;
import com.google.cloud.secretmanager.v1.SecretVersion;
import com.google.cloud.secretmanager.v1.SecretVersionName;
import com.google.protobuf.ByteString;
import io.grpc.ManagedChannel;
import io.grpc.ManagedChannelBuilder;
import java.util.List;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Through the real client. */
class SecretManagerFakeTest {
  private static final String PROJECT = "project";
  private static final SecretName SECRET = SecretName.of(PROJECT, "pepper");

  private final SecretManagerFake fake = SecretManagerFake.start();
  private final ManagedChannel channel =
      ManagedChannelBuilder.forTarget(fake.host()).usePlaintext().build();
  private SecretManagerServiceClient client;

  @BeforeEach
  void connect() throws Exception {
    client =
        SecretManagerServiceClient.create(
            SecretManagerServiceSettings.newBuilder()
                .setCredentialsProvider(NoCredentialsProvider.create())
                .setTransportChannelProvider(
                    FixedTransportChannelProvider.create(GrpcTransportChannel.create(channel)))
                .build());
  }

  @AfterEach
  void close() {
    client.close();
    channel.shutdownNow();
    fake.close();
  }

  private String read(String version) {
    return client
        .accessSecretVersion(SecretVersionName.of(PROJECT, "pepper", version))
        .getPayload()
        .getData()
        .toStringUtf8();
  }

  @Test
  void access_latestAndNumbered() {
    fake.set(PROJECT, "pepper", "one").set(PROJECT, "pepper", "two");

    assertEquals("two", read("latest"));
    assertEquals("one", read("1"));
    assertEquals(2, fake.accesses());
  }

  @Test
  void access_unknown_isNotFound() {
    assertThrows(NotFoundException.class, () -> read("latest"));
    fake.set(PROJECT, "pepper", "one");
    assertThrows(NotFoundException.class, () -> read("2"));
  }

  @Test
  void access_latestDisabled_isAFailedPrecondition() {
    fake.set(PROJECT, "pepper", "one").set(PROJECT, "pepper", "two");
    fake.disableLatest(PROJECT, "pepper");

    assertThrows(FailedPreconditionException.class, () -> read("latest"));
    assertEquals("one", read("1"));
    List<String> enabled =
        StreamSupport.stream(
                client
                    .listSecretVersions(
                        ListSecretVersionsRequest.newBuilder()
                            .setParent(SECRET.toString())
                            .setFilter("state:ENABLED")
                            .build())
                    .iterateAll()
                    .spliterator(),
                false)
            .map(SecretVersion::getName)
            .toList();
    assertEquals(List.of(SECRET + "/versions/1"), enabled);
  }

  @Test
  void access_denied_isPermissionDenied() {
    fake.set(PROJECT, "pepper", "one");
    fake.deny(PROJECT, "pepper", true);

    assertThrows(PermissionDeniedException.class, () -> read("latest"));
    fake.deny(PROJECT, "pepper", false);
    assertEquals("one", read("latest"));
  }

  @Test
  void versions_throughTheClient_areAddedAndDisabled() {
    client.createSecret(ProjectName.of(PROJECT), "pepper", Secret.getDefaultInstance());
    SecretPayload payload =
        SecretPayload.newBuilder().setData(ByteString.copyFromUtf8("x")).build();
    SecretVersion added = client.addSecretVersion(SECRET, payload);
    assertEquals("x", read("latest"));

    client.disableSecretVersion(added.getName());
    assertThrows(ApiException.class, () -> read("latest"));

    client.enableSecretVersion(added.getName());
    assertEquals("x", read("latest"));
  }
}
