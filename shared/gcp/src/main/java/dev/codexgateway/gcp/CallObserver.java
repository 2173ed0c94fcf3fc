package dev.codexgateway.gcp;

/**
 * Sees every message that Google's real clients exchange with the services, for counting what a
 * request costs. Called on threads of the clients; it must not block or throw.
 *
 * <p>Calls to Firestore are not seen in a process whose own environment sets {@code
 * FIRESTORE_EMULATOR_HOST}, since the client then makes a connection of its own; hand the variable
 * to {@link GcpPlatformProvider#open(java.util.Map, CallObserver)} only.
 */
public interface CallObserver {
  CallObserver NONE = new CallObserver() {};

  /**
   * A request goes out, a repeated one again.
   *
   * @param method for example {@code google.firestore.v1.Firestore/Commit}, or for Cloud Storage
   *     {@code POST /upload/storage/v1/b/bucket/o}
   * @param message the protobuf message; for Cloud Storage the URL as text
   */
  default void sent(String method, Object message) {}

  /**
   * A message of an answer came in; a stream has any number of them.
   *
   * @param message the protobuf message
   */
  default void received(String method, Object message) {}
}
