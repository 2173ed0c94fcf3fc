package dev.codexgateway.emulators;

import com.google.gson.JsonObject;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;

/**
 * An account that exists nowhere, with a key that signs URLs as a real one does.
 *
 * @param email who signs, for example {@code gateway@project.iam.gserviceaccount.com}
 */
public record TestServiceAccount(String project, String email, KeyPair keys) {
  private static final int KEY_BITS = 2048;
  private static final int PEM_COLUMNS = 64;

  /** With a new key. */
  public static TestServiceAccount create(String project) {
    String email = "gateway@" + project + ".iam.gserviceaccount.com";
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
      generator.initialize(KEY_BITS);
      return new TestServiceAccount(project, email, generator.generateKeyPair());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has RSA", e);
    }
  }

  /**
   * The content of a file for {@code GOOGLE_APPLICATION_CREDENTIALS}. No token can be had with it:
   * its token address leads nowhere.
   */
  public String keyFile() {
    JsonObject file = new JsonObject();
    file.addProperty("type", "service_account");
    file.addProperty("project_id", project);
    file.addProperty("private_key_id", "0".repeat(40));
    file.addProperty("private_key", privateKeyPem());
    file.addProperty("client_email", email);
    file.addProperty("client_id", "1".repeat(21));
    file.addProperty("token_uri", "http://localhost:9/token");
    return file.toString();
  }

  private String privateKeyPem() {
    byte[] lineEnd = "\n".getBytes(StandardCharsets.US_ASCII);
    String body =
        Base64.getMimeEncoder(PEM_COLUMNS, lineEnd).encodeToString(keys.getPrivate().getEncoded());
    return "-----BEGIN PRIVATE KEY-----\n" + body + "\n-----END PRIVATE KEY-----\n";
  }

  @Override
  public String toString() {
    return email;
  }
}
