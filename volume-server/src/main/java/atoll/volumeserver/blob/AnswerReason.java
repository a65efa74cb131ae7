package atoll.volumeserver.blob;

import atoll.http.server.Exchange;

/// Why a request was answered as it was, for its line in the log: many answers have an empty body,
/// as those of the Go server have. Immutable.
///
/// @param text one clause, without what may be a secret
public record AnswerReason(String text) {

  static final AnswerReason NOT_LISTED = new AnswerReason("the client is not on the white list");
  static final AnswerReason NO_VOLUME = new AnswerReason("the volume is not here");
  static final AnswerReason NO_FILE_ID =
      new AnswerReason("the path names no volume, key and cookie");
  static final AnswerReason NO_NEEDLE = new AnswerReason("the volume has no such needle");
  static final AnswerReason EXPIRED = new AnswerReason("the needle has expired");
  static final AnswerReason DELETED = new AnswerReason("the needle is deleted");
  static final AnswerReason WRONG_COOKIE =
      new AnswerReason("the needle has another cookie than the path");
  static final AnswerReason NO_ROOM_TO_WAIT = new AnswerReason("too many requests wait already");

  static AnswerReason of(String text) {
    return new AnswerReason(text.strip());
  }

  /// What is known of an exchange; empty if it is nothing.
  public static String of(Exchange exchange) {
    return exchange.attachment() instanceof AnswerReason(String text) ? text : "";
  }
}
