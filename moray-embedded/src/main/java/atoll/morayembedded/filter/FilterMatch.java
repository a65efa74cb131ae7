package atoll.morayembedded.filter;

import atoll.fast.json.Json;
import atoll.fast.json.JsonKind;
import atoll.moray.filter.Filter;
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
      case Filter.And and -> and.all().stream().allMatch(part -> matches(part, attributes));
      case Filter.Or or -> or.any().stream().anyMatch(part -> matches(part, attributes));
      case Filter.Not not -> !matches(not.filter(), attributes);
      case Filter.Present one ->
          attributes.apply(one.attribute()).filter(value -> !value.isNull()).isPresent();
      case Filter.Equal one ->
          any(attributes.apply(one.attribute()), each -> compare(each, one.value()) == 0);
      case Filter.AtLeast one ->
          any(attributes.apply(one.attribute()), each -> compare(each, one.value()) >= 0);
      case Filter.AtMost one ->
          any(attributes.apply(one.attribute()), each -> compare(each, one.value()) <= 0);
      case Filter.Substring one ->
          any(
              attributes.apply(one.attribute()),
              each -> holds(each, one.initial().orElse(""), one.any(), one.last().orElse("")));
      case Filter.SubstringIgnoringCase one ->
          any(
              attributes.apply(one.attribute()),
              each ->
                  holds(
                      lower(each),
                      lower(one.initial().orElse("")),
                      one.any().stream().map(FilterMatch::lower).toList(),
                      lower(one.last().orElse(""))));
      case Filter.Matching one ->
          any(attributes.apply(one.attribute()), each -> matches(one, each));
    };
  }

  private static boolean matches(Filter.Matching matching, String value) {
    return switch (matching.rule()) {
      case EQUAL_IGNORING_CASE, PARTS_IGNORING_CASE -> value.equalsIgnoreCase(matching.value());
      // Ranges are an index type: without an index there is nothing to compare.
      case OVERLAPS, CONTAINS, WITHIN -> false;
    };
  }

  private static String lower(String text) {
    return text.toLowerCase(Locale.ROOT);
  }

  private static boolean any(Optional<Json> value, Predicate<String> test) {
    return value.isPresent() && texts(value.get()).stream().anyMatch(test);
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

  private static boolean holds(String value, String initial, List<String> any, String last) {
    if (!value.startsWith(initial)) {
      return false;
    }
    int at = initial.length();
    for (String middle : any) {
      int found = value.indexOf(middle, at);
      if (found < 0) {
        return false;
      }
      at = found + middle.length();
    }
    return value.length() - last.length() >= at && value.endsWith(last);
  }
}
