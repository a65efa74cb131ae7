package atoll.moray.filter;

import atoll.kit.AtollException;
import atoll.kit.Check;
import atoll.kit.Fault;
import java.util.List;
import java.util.Optional;

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
  int MAX_DEPTH = 200;

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
  ///
  /// @param initial what they begin with
  /// @param any what comes later
  /// @param last what they end with
  record Substring(
      String attribute, Optional<String> initial, List<String> any, Optional<String> last)
      implements Filter {
    public Substring {
      checkName(attribute);
      any = List.copyOf(any);
      Check.that(
          initial.isPresent() || last.isPresent() || !any.isEmpty(), "there is a part to look for");
      Check.that(
          initial.filter(String::isEmpty).isEmpty()
              && last.filter(String::isEmpty).isEmpty()
              && !any.contains(""),
          "no part is empty");
    }
  }

  /// As [Substring], but for the case of letters. Without a star, the rule is a [Matching].
  record SubstringIgnoringCase(
      String attribute, Optional<String> initial, List<String> any, Optional<String> last)
      implements Filter {
    public SubstringIgnoringCase {
      var _ = new Substring(attribute, initial, any, last);
      any = List.copyOf(any);
    }
  }

  /// Values that a rule compares.
  ///
  /// @param value the whole text; a star in it is a star
  record Matching(String attribute, Rule rule, String value) implements Filter {
    public Matching {
      checkName(attribute);
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
    return new Substring(attribute, Optional.of(start), List.of(), Optional.empty());
  }

  static Filter endsWith(String attribute, String end) {
    return new Substring(attribute, Optional.empty(), List.of(), Optional.of(end));
  }

  static Filter contains(String attribute, String part) {
    return new Substring(attribute, Optional.empty(), List.of(part), Optional.empty());
  }

  static Filter matching(String attribute, Rule rule, String value) {
    return new Matching(attribute, rule, value);
  }

  /// Equal but for the case of letters.
  static Filter equalIgnoringCase(String attribute, String value) {
    return new Matching(attribute, Rule.EQUAL_IGNORING_CASE, value);
  }

  /// As [#contains], but for the case of letters.
  static Filter containsIgnoringCase(String attribute, String part) {
    return new SubstringIgnoringCase(attribute, Optional.empty(), List.of(part), Optional.empty());
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
      case Substring one -> {
        text.append(one.attribute()).append('=');
        writeParts(text, one.initial(), one.any(), one.last());
      }
      case SubstringIgnoringCase one -> {
        String rule = Rule.PARTS_IGNORING_CASE.wireName();
        text.append(one.attribute()).append(':').append(rule).append(":=");
        writeParts(text, one.initial(), one.any(), one.last());
      }
      case Matching one ->
          Escape.append(
              text.append(one.attribute()).append(':').append(one.rule().wireName()).append(":="),
              one.value());
      case And one -> writeAll(text.append('&'), one.all());
      case Or one -> writeAll(text.append('|'), one.any());
      case Not one -> one.filter().write(text.append('!'));
    }
    text.append(')');
  }

  private static void writeParts(
      StringBuilder text, Optional<String> initial, List<String> any, Optional<String> last) {
    initial.ifPresent(part -> Escape.append(text, part));
    text.append('*');
    for (String part : any) {
      Escape.append(text, part).append('*');
    }
    last.ifPresent(part -> Escape.append(text, part));
  }

  private static void writeAll(StringBuilder text, List<Filter> filters) {
    filters.forEach(filter -> filter.write(text));
  }

  /// How many filters stand inside one another, this one counted.
  private int depth() {
    return switch (this) {
      case Present _,
          Equal _,
          AtLeast _,
          AtMost _,
          Substring _,
          SubstringIgnoringCase _,
          Matching _ ->
          1;
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
