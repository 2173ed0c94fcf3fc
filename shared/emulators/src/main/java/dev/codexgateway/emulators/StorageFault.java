package dev.codexgateway.emulators;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;

/** A refusal as Cloud Storage words it. */
final class StorageFault extends Exception {
  private final int status;
  private final String reason;

  StorageFault(int status, String reason, String message) {
    super(message);
    this.status = status;
    this.reason = reason;
  }

  static StorageFault noBucket() {
    return new StorageFault(404, "notFound", "The specified bucket does not exist.");
  }

  static StorageFault noObject(String bucket, String name) {
    return new StorageFault(404, "notFound", "No such object: " + bucket + "/" + name);
  }

  static StorageFault conditionNotMet() {
    return new StorageFault(
        412, "conditionNotMet", "At least one of the pre-conditions you specified did not hold.");
  }

  int status() {
    return status;
  }

  /** {@code {"error":{"code","message","errors":[…]}}}. */
  String json() {
    JsonObject detail = new JsonObject();
    detail.addProperty("domain", "global");
    detail.addProperty("reason", reason);
    detail.addProperty("message", getMessage());
    JsonArray details = new JsonArray();
    details.add(detail);
    JsonObject error = new JsonObject();
    error.addProperty("code", status);
    error.addProperty("message", getMessage());
    error.add("errors", details);
    JsonObject body = new JsonObject();
    body.add("error", error);
    return body.toString();
  }
}
