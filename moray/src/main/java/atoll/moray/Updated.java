package atoll.moray;

/// What an update did.
///
/// @param count objects that match and were changed
/// @param etag the state that all of them have now
public record Updated(long count, Etag etag) {

  static Updated of(Answer answer) {
    return new Updated(answer.requiredNumber("count"), answer.etag("etag"));
  }
}
