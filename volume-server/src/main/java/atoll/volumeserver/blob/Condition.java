package atoll.volumeserver.blob;

import atoll.http.Headers;
import atoll.http.field.HttpDate;
import java.time.Instant;
import java.util.Optional;
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
  private static final String DAYS = "Mon,Tue,Wed,Thu,Fri,Sat,Sun,";

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

  /// Long ago for what is not the one form that is understood. The name of the day need not be the
  /// right one.
  private static long seconds(String date) {
    if (date.length() != DATE_LENGTH || DAYS.indexOf(date.substring(0, 4)) < 0) {
      return Long.MIN_VALUE;
    }
    for (int day = 0; day < DAYS.length(); day += 4) {
      String rightDay = DAYS.substring(day, day + 3) + date.substring(3);
      Optional<Instant> read = HttpDate.parse(rightDay, Instant.EPOCH);
      if (read.isPresent()) {
        return read.get().getEpochSecond();
      }
    }
    return Long.MIN_VALUE;
  }

  private static boolean isQuoted(@Nullable String tag, String etag) {
    return tag != null
        && tag.length() == etag.length() + 2
        && tag.startsWith(etag, 1)
        && tag.charAt(0) == '"'
        && tag.charAt(tag.length() - 1) == '"';
  }
}
