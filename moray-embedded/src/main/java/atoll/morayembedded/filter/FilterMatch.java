package atoll.morayembedded.filter;

import atoll.fast.json.Json;
import atoll.fast.json.JsonKind;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;

/// Matches an object in memory, for what no index of its bucket can answer. Numbers are compared as
/// numbers, everything else as text; of an array, one element must match.
public final class FilterMatch {

  private FilterMatch() {}

  /// Whether the filter matches.
  ///
  /// @param attributes what the object says of an attribute
  public static boolean matches(Filter filter, Function<String, Optional<Json>> attributes) {
    return switch (filter) {
      case Filter.And and -> and.parts().stream().allMatch(part -> matches(part, attributes));
      case Filter.Or or -> or.parts().stream().anyMatch(part -> matches(part, attributes));
      case Filter.Not not -> !matches(not.part(), attributes);
      case Filter.Leaf leaf ->
          attributes.apply(leaf.attribute()).map(value -> matches(leaf, value)).orElse(false);
    };
  }

  private static boolean matches(Filter.Leaf leaf, Json value) {
    return switch (leaf) {
      case Filter.Present _ -> !value.isNull();
      case Filter.Equal equal -> any(value, each -> compare(each, equal.value()) == 0);
      case Filter.AtLeast least -> any(value, each -> compare(each, least.value()) >= 0);
      case Filter.AtMost most -> any(value, each -> compare(each, most.value()) <= 0);
      case Filter.Substring substring -> any(value, each -> holds(each, substring.pieces()));
      case Filter.Extensible extensible -> any(value, each -> matches(extensible, each));
    };
  }

  private static boolean matches(Filter.Extensible extensible, String value) {
    return switch (extensible.rule()) {
      case CASE_IGNORE -> value.equalsIgnoreCase(extensible.pieces().first());
      case CASE_IGNORE_SUBSTRINGS ->
          holds(lower(value), new Filter.Pieces(lower(extensible.pieces().all())));
      // Ranges are an index type: without an index there is nothing to compare.
      case OVERLAPS, CONTAINS, WITHIN -> false;
    };
  }

  private static String lower(String text) {
    return text.toLowerCase(Locale.ROOT);
  }

  private static List<String> lower(List<String> texts) {
    return texts.stream().map(FilterMatch::lower).toList();
  }

  private static boolean any(Json value, Predicate<String> test) {
    return texts(value).stream().anyMatch(test);
  }

  private static List<String> texts(Json value) {
    return switch (value.kind()) {
      case NULL, OBJECT -> List.of();
      case STRING -> List.of(value.asText().orElseThrow());
      case NUMBER, BOOLEAN -> List.of(value.toString());
      case ARRAY -> {
        List<String> texts = new ArrayList<>();
        for (Json element : value.elements()) {
          if (element.kind() != JsonKind.ARRAY) {
            texts.addAll(texts(element));
          }
        }
        yield texts;
      }
    };
  }

  private static int compare(String value, String asked) {
    Optional<BigDecimal> left = number(value);
    Optional<BigDecimal> right = number(asked);
    return left.isPresent() && right.isPresent()
        ? left.get().compareTo(right.get())
        : value.compareTo(asked);
  }

  private static Optional<BigDecimal> number(String text) {
    if (text.isEmpty() || text.length() > 400) {
      return Optional.empty();
    }
    try {
      return Optional.of(new BigDecimal(text));
    } catch (NumberFormatException none) {
      return Optional.empty();
    }
  }

  private static boolean holds(String value, Filter.Pieces pieces) {
    List<String> all = pieces.all();
    if (pieces.isWhole()) {
      return value.equals(pieces.first());
    }
    String last = all.getLast();
    if (!value.startsWith(pieces.first())) {
      return false;
    }
    int at = pieces.first().length();
    for (String middle : all.subList(1, all.size() - 1)) {
      int found = value.indexOf(middle, at);
      if (found < 0) {
        return false;
      }
      at = found + middle.length();
    }
    return value.length() - last.length() >= at && value.endsWith(last);
  }
}
