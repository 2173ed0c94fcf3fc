package dev.codexgateway.gcp;

import dev.codexgateway.core.job.Lease;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.util.Arrays;

/** Names of objects: {@code <job>/<attempt>/<name>}. */
final class ObjectNames {
  /** As many bytes as Cloud Storage takes. */
  private static final int MAX_BYTES = 1024;

  /** Of RFC 8187, what may stand in a file name as it is. */
  private static final String ATTR_CHARS = "!#$&+-.^_`|~";

  private ObjectNames() {}

  /**
   * Control characters, of which Cloud Storage refuses some, and the percent sign are written as
   * {@code %XX}; all else stands as it is.
   *
   * @throws FileSystemException where the name leaves the job's directory, or is too long
   */
  static String of(Lease lease, String name) throws IOException {
    if (Arrays.stream(name.split("/", -1)).anyMatch(ObjectNames::leadsElsewhere)) {
      throw new FileSystemException("", null, "not a relative path inside the job directory");
    }
    String object = lease.jobId() + "/" + lease.attempt() + "/" + escaped(name);
    if (object.getBytes(StandardCharsets.UTF_8).length > MAX_BYTES) {
      throw new FileSystemException("", null, "the name is too long for Cloud Storage");
    }
    return object;
  }

  private static boolean leadsElsewhere(String part) {
    return part.isEmpty() || part.equals(".") || part.equals("..") || part.indexOf('\0') >= 0;
  }

  private static String escaped(String name) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      if (c == '%' || Character.isISOControl(c)) {
        text.append(String.format("%%%02X", (int) c));
      } else {
        text.append(c);
      }
    }
    return text.toString();
  }

  /** Has a browser save the file under the last part of its name (RFC 6266, RFC 8187). */
  static String contentDisposition(String name) {
    StringBuilder text = new StringBuilder("attachment; filename*=UTF-8''");
    for (byte b : name.substring(name.lastIndexOf('/') + 1).getBytes(StandardCharsets.UTF_8)) {
      char c = (char) (b & 0xff);
      if (isAlphanumeric(c) || ATTR_CHARS.indexOf(c) >= 0) {
        text.append(c);
      } else {
        text.append(String.format("%%%02X", (int) c));
      }
    }
    return text.toString();
  }

  private static boolean isAlphanumeric(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
  }
}
