package atoll.morayembedded.filter;

import atoll.kit.AtollException;
import atoll.moray.filter.Filter;
import atoll.morayembedded.error.Refusal;

/// Filters as clients send them.
public final class FilterReading {

  /// Attributes that a filter asks for in all: PostgreSQL takes no more than 65535 parameters.
  public static final int MAX_LEAVES = 4096;

  private FilterReading() {}

  /// Reads a filter.
  ///
  /// @throws Refusal `InvalidQueryError` naming what is wrong and where
  public static Filter parse(String text) {
    Filter filter;
    try {
      filter = Filter.parse(text);
    } catch (AtollException unreadable) {
      throw Refusal.invalidQuery(text, String.valueOf(unreadable.getMessage()));
    }
    if (leaves(filter) > MAX_LEAVES) {
      throw Refusal.invalidQuery(text, "it asks for more than " + MAX_LEAVES + " attributes");
    }
    return filter;
  }

  private static int leaves(Filter filter) {
    return switch (filter) {
      case Filter.And and -> and.all().stream().mapToInt(FilterReading::leaves).sum();
      case Filter.Or or -> or.any().stream().mapToInt(FilterReading::leaves).sum();
      case Filter.Not not -> leaves(not.filter());
      case Filter.Present _,
          Filter.Equal _,
          Filter.AtLeast _,
          Filter.AtMost _,
          Filter.Substring _,
          Filter.SubstringIgnoringCase _,
          Filter.Matching _ ->
          1;
    };
  }
}
