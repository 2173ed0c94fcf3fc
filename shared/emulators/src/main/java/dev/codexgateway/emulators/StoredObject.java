package dev.codexgateway.emulators;

import com.google.gson.JsonObject;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.Base64;
import java.util.zip.CRC32C;

/**
 * An object with its content.
 *
 * @param given the metadata that the uploader sent
 */
@SuppressWarnings("ArrayRecordComponent") // compared by nobody
record StoredObject(
    String bucket, String name, long generation, JsonObject given, byte[] content, Instant at) {

  /** An <a href="https://cloud.google.com/storage/docs/json_api/v1/objects">object resource</a>. */
  String json() {
    JsonObject json = given.deepCopy();
    json.addProperty("kind", "storage#object");
    json.addProperty("id", bucket + "/" + name + "/" + generation);
    json.addProperty("bucket", bucket);
    json.addProperty("name", name);
    json.addProperty("generation", Long.toString(generation));
    json.addProperty("metageneration", "1");
    json.addProperty("size", Integer.toString(content.length));
    json.addProperty("contentType", contentType());
    json.addProperty("timeCreated", at.toString());
    json.addProperty("updated", at.toString());
    json.addProperty("storageClass", "STANDARD");
    json.addProperty("md5Hash", md5());
    json.addProperty("crc32c", crc32c());
    return json.toString();
  }

  String contentType() {
    return text("contentType", "application/octet-stream");
  }

  String contentDisposition() {
    return text("contentDisposition", "");
  }

  private String text(String member, String otherwise) {
    return given.has(member) ? given.get(member).getAsString() : otherwise;
  }

  String crc32c() {
    CRC32C crc = new CRC32C();
    crc.update(content);
    byte[] bigEndian = ByteBuffer.allocate(Integer.BYTES).putInt((int) crc.getValue()).array();
    return Base64.getEncoder().encodeToString(bigEndian);
  }

  private String md5() {
    try {
      return Base64.getEncoder().encodeToString(MessageDigest.getInstance("MD5").digest(content));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has MD5", e);
    }
  }
}
