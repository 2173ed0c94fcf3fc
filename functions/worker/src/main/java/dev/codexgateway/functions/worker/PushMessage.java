package dev.codexgateway.functions.worker;

import dev.codexgateway.core.job.JobId;

/**
 * A Pub/Sub push message: {@code {"message":{"data":"<base64 of the job id>","messageId":"…"},
 * "subscription":"…"}} (https://cloud.google.com/pubsub/docs/push#receive_push). Eventarc delivers
 * the same body as a CloudEvent in binary form, whose attributes are headers that nobody needs
 * here; a CloudEvent in structured form has it in its {@code data}.
 */
sealed interface PushMessage {
  /** As Pub/Sub gave it; {@code unknown} where it gave none. */
  String messageId();

  /** Names a job. */
  record Ring(String messageId, JobId jobId) implements PushMessage {}

  /**
   * Names none, and no redelivery would change that.
   *
   * @param flaw what is wrong with it, without any of its bytes
   */
  record Poison(String messageId, String flaw) implements PushMessage {}
}
