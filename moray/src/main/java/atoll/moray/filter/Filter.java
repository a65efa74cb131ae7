package atoll.moray.filter;

import atoll.kit.AtollException;
import atoll.kit.Check;
import atoll.kit.Fault;
import java.util.List;

/// Which objects are meant, in the language that moray has from LDAP. Filters are built from their
/// parts, and values are escaped as they are written, so that no value can become a part of the
/// filter around it:
///
/// ```java
/// Filter.and(Filter.equal("type", "object"), Filter.startsWith("dirname", "/poseidon/stor"))
/// ```
///
/// All values are text here; the server reads them as the index of their attribute says.
///
/// Immutable.
public sealed interface Filter {

  /// How deep filters stand inside one another at most.
  int MAX_DEPTH = 100;

  /// Objects that have the attribute, whatever its value.
  record Present(String attribute) implements Filter {
    public Present {
      checkName(attribute);
    }
  }

  record Equal(String attribute, String value) implements Filter {
    public Equal {
      checkName(attribute);
    }
  }

  record AtLeast(String attribute, String value) implements Filter {
    public AtLeast {
      checkName(attribute);
    }
  }

  record AtMost(String attribute, String value) implements Filter {
    public AtMost {
      checkName(attribute);
    }
  }

  /// Texts that consist of these parts in their order, with anything between them.
  record Substring(String attribute, Parts parts) implements Filter {
    public Substring {
      checkName(attribute);
      Check.that(!parts.isWhole(), "parts have something between them");
      Check.that(parts.all().stream().anyMatch(part -> !part.isEmpty()), "one part is not empty");
    }
  }

  /// Values that a rule compares.
  ///
  /// @param parts one of them alone, but for [Rule#PARTS_IGNORING_CASE]
  record Matching(String attribute, Rule rule, Parts parts) implements Filter {
    public Matching {
      checkName(attribute);
      Check.that(
          parts.isWhole() || rule == Rule.PARTS_IGNORING_CASE, "a value for this rule is whole");
    }
  }

  /// A value as stars cut it: before the first one, between them, behind the last one. Each may be
  /// empty; without a star there is one part.
  record Parts(List<String> all) {
    public Parts {
      all = List.copyOf(all);
      Check.that(!all.isEmpty(), "a value has a part");
    }

    static Parts of(String... all) {
      return new Parts(List.of(all));
    }

    /// Whether there is no star.
    public boolean isWhole() {
      return all.size() == 1;
    }
  }

  record And(List<Filter> all) implements Filter {
    public And {
      all = List.copyOf(all);
      Check.that(!all.isEmpty(), "there is something to hold");
      checkDepth(all);
    }
  }

  record Or(List<Filter> any) implements Filter {
    public Or {
      any = List.copyOf(any);
      Check.that(!any.isEmpty(), "there is something to choose from");
      checkDepth(any);
    }
  }

  record Not(Filter filter) implements Filter {
    public Not {
      checkDepth(List.of(filter));
    }
  }

  // ---- building ----

  static Filter present(String attribute) {
    return new Present(attribute);
  }

  static Filter equal(String attribute, String value) {
    return new Equal(attribute, value);
  }

  static Filter equal(String attribute, long value) {
    return new Equal(attribute, Long.toString(value));
  }

  static Filter equal(String attribute, boolean value) {
    return new Equal(attribute, Boolean.toString(value));
  }

  static Filter atLeast(String attribute, String value) {
    return new AtLeast(attribute, value);
  }

  static Filter atLeast(String attribute, long value) {
    return new AtLeast(attribute, Long.toString(value));
  }

  static Filter atMost(String attribute, String value) {
    return new AtMost(attribute, value);
  }

  static Filter atMost(String attribute, long value) {
    return new AtMost(attribute, Long.toString(value));
  }

  static Filter startsWith(String attribute, String start) {
    return new Substring(attribute, Parts.of(start, ""));
  }

  static Filter endsWith(String attribute, String end) {
    return new Substring(attribute, Parts.of("", end));
  }

  static Filter contains(String attribute, String part) {
    return new Substring(attribute, Parts.of("", part, ""));
  }

  /// Equal but for the case of letters.
  static Filter equalIgnoringCase(String attribute, String value) {
    return new Matching(attribute, Rule.EQUAL_IGNORING_CASE, Parts.of(value));
  }

  /// As [#contains], but for the case of letters.
  static Filter containsIgnoringCase(String attribute, String part) {
    return new Matching(attribute, Rule.PARTS_IGNORING_CASE, Parts.of("", part, ""));
  }

  /// Values that a rule compares with a whole one.
  static Filter matching(String attribute, Rule rule, String value) {
    return new Matching(attribute, rule, Parts.of(value));
  }

  static Filter and(Filter... all) {
    return new And(List.of(all));
  }

  static Filter or(Filter... any) {
    return new Or(List.of(any));
  }

  static Filter not(Filter filter) {
    return new Not(filter);
  }

  // ---- as text ----

  /// Reads a filter that somebody has written; the outermost parentheses may be missing.
  ///
  /// @throws AtollException `BAD_INPUT` naming what is wrong and where
  static Filter parse(String text) {
    return new FilterParser(text).parse();
  }

  /// The filter as the server reads it.
  default String text() {
    StringBuilder text = new StringBuilder();
    write(text);
    return text.toString();
  }

  private void write(StringBuilder text) {
    text.append('(');
    switch (this) {
      case Present one -> text.append(one.attribute()).append("=*");
      case Equal one -> Escape.append(text.append(one.attribute()).append('='), one.value());
      case AtLeast one -> Escape.append(text.append(one.attribute()).append(">="), one.value());
      case AtMost one -> Escape.append(text.append(one.attribute()).append("<="), one.value());
      case Substring one -> Escape.append(text.append(one.attribute()).append('='), one.parts());
      case Matching one ->
          Escape.append(
              text.append(one.attribute()).append(':').append(one.rule().wireName()).append(":="),
              one.parts());
      case And one -> writeAll(text.append('&'), one.all());
      case Or one -> writeAll(text.append('|'), one.any());
      case Not one -> one.filter().write(text.append('!'));
    }
    text.append(')');
  }

  private static void writeAll(StringBuilder text, List<Filter> filters) {
    filters.forEach(filter -> filter.write(text));
  }

  /// How many filters stand inside one another, this one counted.
  private int depth() {
    return switch (this) {
      case Present _, Equal _, AtLeast _, AtMost _, Substring _, Matching _ -> 1;
      case And one -> 1 + deepest(one.all());
      case Or one -> 1 + deepest(one.any());
      case Not one -> 1 + one.filter().depth();
    };
  }

  private static int deepest(List<Filter> filters) {
    return filters.stream().mapToInt(Filter::depth).max().orElse(0);
  }

  private static void checkDepth(List<Filter> filters) {
    if (deepest(filters) >= MAX_DEPTH) {
      throw new AtollException(
          Fault.BAD_INPUT, "filters stand more than " + MAX_DEPTH + " deep; write a flatter one");
    }
  }

  private static void checkName(String attribute) {
    if (!Escape.isName(attribute)) {
      throw new AtollException(
          Fault.BAD_INPUT,
          "\"%s\" is not the name of an attribute: letters, digits, - and _ are"
              .formatted(attribute));
    }
  }
}
