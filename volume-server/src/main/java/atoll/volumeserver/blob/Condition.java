package atoll.volumeserver.blob;

import atoll.http.Headers;
import atoll.http.field.HttpDate;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// What `If-Modified-Since` and `If-None-Match` make of a read. The date is asked first, and a tag
/// must be the needle's letter by letter: lists, weak tags and `*` are not understood here.
enum Condition {
  /// The body is sent.
  SEND,
  /// 304, told before the tag is known to the answer.
  NOT_MODIFIED_SINCE,
  /// 304.
  SAME_TAG;

  private static final int DATE_LENGTH = 29;

  /// @param lastModifiedSeconds 0 if the needle does not say
  /// @param etag without quotes
  static Condition of(Headers headers, long lastModifiedSeconds, String etag) {
    if (lastModifiedSeconds != 0) {
      String since = headers.first("If-Modified-Since");
      if (since != null && seconds(since) >= lastModifiedSeconds) {
        return NOT_MODIFIED_SINCE;
      }
    }
    String tag = headers.first("If-None-Match");
    return tag != null && isQuoted(tag, etag) ? SAME_TAG : SEND;
  }

  /// Long ago for what is not the one form that is understood.
  private static long seconds(String date) {
    return date.length() != DATE_LENGTH
        ? Long.MIN_VALUE
        : HttpDate.parse(date, Instant.EPOCH).map(Instant::getEpochSecond).orElse(Long.MIN_VALUE);
  }

  private static boolean isQuoted(@Nullable String tag, String etag) {
    return tag != null
        && tag.length() == etag.length() + 2
        && tag.startsWith(etag, 1)
        && tag.charAt(0) == '"'
        && tag.charAt(tag.length() - 1) == '"';
  }
}
