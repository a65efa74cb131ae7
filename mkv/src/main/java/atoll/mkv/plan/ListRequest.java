package atoll.mkv.plan;

import atoll.http.uri.Percent;
import atoll.kit.AtollException;
import atoll.kit.Bytes;
import atoll.mkv.index.ListQuery;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What a listing asks for. Immutable.
///
/// @param prefix the path of the request
/// @param start the first key wanted; empty for the first of all
/// @param limit of entries on the page
/// @param delimiter what groups keys; empty for none
/// @param detail whether each key comes with what is known of it
/// @param lines whether each entry is a line of its own
public record ListRequest(
    Bytes prefix,
    Bytes start,
    ListQuery.Which which,
    int limit,
    Bytes delimiter,
    boolean detail,
    boolean lines) {

  /// What became of a query.
  public sealed interface Reading {

    /// A listing.
    record Asked(ListRequest request) implements Reading {}

    /// A listing that makes no sense.
    record Wrong(Refusal why) implements Reading {}

    /// No listing at all.
    record None() implements Reading {}
  }

  /// Reads the path and the query of a GET.
  ///
  /// @param rawQuery as it came
  /// @param most entries of a page
  public static Reading of(Bytes path, String rawQuery, int most) {
    try {
      return read(path, rawQuery, most);
    } catch (AtollException wrong) {
      return new Reading.Wrong(new Refusal.BadRequest(String.valueOf(wrong.getMessage())));
    }
  }

  private static Reading read(Bytes path, String rawQuery, int most) {
    Query query = new Query(rawQuery);
    ListQuery.Which which;
    if (query.has("list")) {
      which = ListQuery.Which.LIVE;
    } else if (query.has("unlinked")) {
      which = ListQuery.Which.UNLINKED;
    } else if (query.has("underreplicated")) {
      which = ListQuery.Which.SHORT;
    } else {
      return new Reading.None();
    }
    Bytes start = query.bytes("start");
    if (!start.isEmpty() && !start.equals(path) && !startsWith(start, path)) {
      return new Reading.Wrong(
          new Refusal.BadRequest("start is outside of the prefix that is listed"));
    }
    Optional<Integer> limit = limit(query.text("limit"), most);
    if (limit.isEmpty()) {
      return new Reading.Wrong(new Refusal.BadRequest("limit is a whole number from 1 to " + most));
    }
    return new Reading.Asked(
        new ListRequest(
            path,
            start,
            which,
            limit.get(),
            query.bytes("delimiter"),
            "1".equals(query.text("detail")),
            "ndjson".equals(query.text("format"))));
  }

  /// A limit of 0 or none is the page's own; a larger one than that is cut.
  private static Optional<Integer> limit(@Nullable String text, int most) {
    if (text == null || text.isEmpty()) {
      return Optional.of(most);
    }
    boolean digits = text.length() <= 18 && text.chars().allMatch(c -> c >= '0' && c <= '9');
    if (!digits) {
      return Optional.empty();
    }
    long wanted = Long.parseLong(text);
    return Optional.of(wanted == 0 ? most : (int) Math.min(wanted, most));
  }

  /// Whether a key is below a prefix.
  public static boolean startsWith(Bytes key, Bytes prefix) {
    return key.size() >= prefix.size() && key.slice(0, prefix.size()).equals(prefix);
  }

  /// The parameters, whose values may be any bytes.
  private record Query(String raw) {

    boolean has(String name) {
      return text(name) != null;
    }

    @Nullable String text(String name) {
      for (String pair : raw.split("&", -1)) {
        int equals = pair.indexOf('=');
        if ((equals < 0 ? pair : pair.substring(0, equals)).equals(name)) {
          return equals < 0 ? "" : pair.substring(equals + 1);
        }
      }
      return null;
    }

    Bytes bytes(String name) {
      String text = text(name);
      return text == null ? Bytes.EMPTY : Percent.decode(text.replace("+", "%20"));
    }
  }
}
