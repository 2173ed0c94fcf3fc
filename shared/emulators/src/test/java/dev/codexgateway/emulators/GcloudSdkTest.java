package dev.codexgateway.emulators;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GcloudSdkTest {
  @TempDir private Path temp;

  private Path sdk(String name) throws Exception {
    Path root = Files.createDirectories(temp.resolve(name)).toRealPath();
    Files.createDirectories(root.resolve("platform"));
    Files.createDirectories(root.resolve("bin"));
    Files.createFile(root.resolve("bin/gcloud"));
    return root;
  }

  private static Optional<Path> found(Map<String, String> env) {
    return GcloudSdk.find(env).map(GcloudSdk::root);
  }

  @Test
  void find_ownVariable_comesFirst() throws Exception {
    Path own = sdk("own");
    Map<String, String> env =
        Map.of("GATEWAY_GCLOUD_SDK", own.toString(), "CLOUDSDK_ROOT_DIR", sdk("other").toString());

    assertEquals(Optional.of(own), found(env));
  }

  @Test
  void find_variableThatLeadsNowhere_isPassedOver() throws Exception {
    Path other = sdk("other");
    Map<String, String> env =
        Map.of(
            "GATEWAY_GCLOUD_SDK",
            temp.resolve("nothing").toString(),
            "CLOUDSDK_ROOT_DIR",
            other.toString());

    assertEquals(Optional.of(other), found(env));
  }

  @Test
  void find_linkOnThePath_isFollowed() throws Exception {
    Path root = sdk("sdk");
    Path bin = Files.createDirectory(temp.resolve("bin"));
    Files.createSymbolicLink(bin.resolve("gcloud"), root.resolve("bin/gcloud"));

    assertEquals(Optional.of(root), found(Map.of("PATH", temp + ":" + bin)));
  }

  @Test
  void jar_componentNotInstalled_saysHowToGetIt() throws Exception {
    GcloudSdk sdk = new GcloudSdk(sdk("bare"));

    String firestore = assertThrows(EmulatorMissingException.class, sdk::firestoreJar).getMessage();
    String pubSub = assertThrows(EmulatorMissingException.class, sdk::pubSubJar).getMessage();

    assertTrue(firestore.contains("gcloud components install cloud-firestore-emulator"), firestore);
    assertTrue(pubSub.contains("gcloud components install pubsub-emulator"), pubSub);
  }
}
