package atoll.http.server;

import atoll.kit.AtollException;
import org.jspecify.annotations.Nullable;

/// How an exchange ended: the last byte was handed to the socket, or never will be.
///
/// @param status the status that was sent, 0 if none was
/// @param receivedBytes of the request's body
/// @param sentBytes of the answer's body
/// @param nanos since the head of the request was complete
/// @param failure why the answer is not whole; null if it is
public record Completion(
    int status, long receivedBytes, long sentBytes, long nanos, @Nullable AtollException failure) {

  public boolean isWhole() {
    return failure == null;
  }
}
