package atoll.morayembedded.statement;

import atoll.moray.filter.Filter;
import atoll.moray.filter.Rule;
import atoll.morayembedded.bucket.Bucket;
import atoll.morayembedded.bucket.Index;
import atoll.morayembedded.bucket.IndexType;
import atoll.morayembedded.error.Refusal;
import atoll.morayembedded.object.IndexText;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// A filter as the condition of a statement. Confined to one writing.
///
/// An attribute without an index gives no condition. Inside `&` that is made up for in memory, if
/// the operation may; anywhere else the filter is refused. Operands stand the other way round, as
/// moray writes them: `$1 <= column`.
final class FilterSql {

  /// A condition, and whether the filter must be held against each object once more.
  record Condition(String text, boolean matchInMemory) {}

  private static final Set<String> WHOLE_NUMBERS = Set.of("_id", "_idx", "_mtime", "_txn_snap");

  private final Bucket bucket;
  private final Dialect dialect;
  private final boolean extended;
  private final String shown;
  private final Parameters parameters;
  private final List<String> unindexed = new ArrayList<>();
  private final List<String> reindexing = new ArrayList<>();

  private FilterSql(
      Bucket bucket, Dialect dialect, boolean extended, String shown, Parameters parameters) {
    this.bucket = bucket;
    this.dialect = dialect;
    this.extended = extended;
    this.shown = shown;
    this.parameters = parameters;
  }

  /// Writes a filter.
  ///
  /// @param extended whether ids may stand in `_idx`
  /// @param shown the filter as it came, for messages
  /// @param strict whether every attribute must have an index
  /// @throws Refusal `NotIndexedError`, `InvalidQueryError`
  static Condition write(
      Filter filter,
      Bucket bucket,
      Dialect dialect,
      boolean extended,
      String shown,
      boolean strict,
      Parameters parameters) {
    FilterSql writing = new FilterSql(bucket, dialect, extended, shown, parameters);
    String text = writing.write(filter);
    boolean dropped = !writing.unindexed.isEmpty() || !writing.reindexing.isEmpty();
    if (dropped && strict) {
      throw writing.notIndexed();
    }
    if (text == null) {
      throw Refusal.invalidQuery(shown, "it asks for attributes without an index alone");
    }
    return new Condition(text, dropped);
  }

  private @Nullable String write(Filter filter) {
    return switch (filter) {
      case Filter.And and -> conjunction(and);
      case Filter.Or or -> disjunction(or);
      case Filter.Not not -> negation(not);
      case Filter.Present one -> leaf(one, one.attribute());
      case Filter.Equal one -> leaf(one, one.attribute());
      case Filter.AtLeast one -> leaf(one, one.attribute());
      case Filter.AtMost one -> leaf(one, one.attribute());
      case Filter.Substring one -> leaf(one, one.attribute());
      case Filter.SubstringIgnoringCase one -> leaf(one, one.attribute());
      case Filter.Matching one -> leaf(one, one.attribute());
    };
  }

  private String conjunction(Filter.And and) {
    List<String> written = new ArrayList<>();
    for (Filter part : and.all()) {
      String text = write(part);
      if (text != null) {
        written.add(text);
      }
    }
    if (written.isEmpty()) {
      throw notIndexed();
    }
    return written.stream().collect(Collectors.joining(" AND ", "(", ")"));
  }

  private String disjunction(Filter.Or or) {
    List<String> written = new ArrayList<>();
    for (Filter part : or.any()) {
      String text = write(part);
      if (text == null) {
        throw notIndexed();
      }
      written.add(text);
    }
    return written.stream().collect(Collectors.joining(" OR ", "(", ")"));
  }

  /// What finds too much inside a negation finds too little outside of it.
  private @Nullable String negation(Filter.Not not) {
    int before = unindexed.size() + reindexing.size();
    String text = write(not.filter());
    if (text != null && unindexed.size() + reindexing.size() > before) {
      throw notIndexed();
    }
    return text == null ? null : "(NOT " + text + ")";
  }

  private Refusal notIndexed() {
    return Refusal.notIndexed(bucket.name(), shown, reindexing, unindexed);
  }

  private @Nullable String leaf(Filter leaf, String attribute) {
    return switch (attribute) {
      case "_id" -> id(leaf);
      case "_mtime", "_txn_snap" -> own(leaf, attribute, IndexType.NUMBER);
      case "_etag", "_key" -> own(leaf, attribute, IndexType.STRING);
      default -> {
        Optional<Index> index = bucket.index(attribute);
        if (index.isPresent() && !bucket.isReindexing(attribute)) {
          yield indexed(leaf, index.get());
        }
        (index.isPresent() ? reindexing : unindexed).add(attribute);
        yield null;
      }
    };
  }

  private String id(Filter leaf) {
    String id = own(leaf, "_id", IndexType.NUMBER);
    if (!extended) {
      return id;
    }
    Index idx = new Index("_idx", IndexType.NUMBER, false, false);
    return "(" + id + " OR " + indexed(leaf, idx) + ")";
  }

  private String own(Filter leaf, String attribute, IndexType type) {
    return indexed(leaf, new Index(attribute, type, false, false));
  }

  private String indexed(Filter leaf, Index index) {
    String column = Dialect.quoted(index.column());
    String condition =
        switch (leaf) {
          case Filter.Present _ -> column + " IS NOT NULL";
          case Filter.Equal one -> equal(index, column, one.value());
          case Filter.AtLeast one -> compare(index, column, "<=", one.value());
          case Filter.AtMost one -> compare(index, column, ">=", one.value());
          case Filter.Substring one ->
              like(index, column, LikePattern.of(one.initial(), one.any(), one.last()), false);
          case Filter.SubstringIgnoringCase one ->
              like(index, column, LikePattern.of(one.initial(), one.any(), one.last()), true);
          case Filter.Matching one -> matching(index, column, one);
          case Filter.And _, Filter.Or _, Filter.Not _ ->
              throw new AssertionError("names no attribute: " + leaf.text());
        };
    return "(" + condition + ")";
  }

  private String equal(Index index, String column, String value) {
    if (index.array()) {
      return dialect.arrayHolds(column, index.type(), operand(index, value));
    }
    return operand(index, value) + " = " + column + " AND " + column + " IS NOT NULL";
  }

  private String compare(Index index, String column, String operator, String value) {
    if (index.type().isRange()) {
      throw invalid("ranges have no order");
    }
    return index.array()
        ? dialect.arrayCompares(operand(index, value), operator, column, index.type())
        : operand(index, value) + " " + operator + " " + column;
  }

  private String like(Index index, String column, String pattern, boolean ignoreCase) {
    if (index.type() != IndexType.STRING) {
      throw invalid(index.attribute() + " is of type " + index.word() + " and no text");
    }
    String parameter = parameters.add(text(dialect.pattern(pattern, ignoreCase)));
    return index.array()
        ? dialect.arrayLike(column, parameter, ignoreCase)
        : dialect.like(column, parameter, ignoreCase);
  }

  private String matching(Index index, String column, Filter.Matching leaf) {
    return switch (leaf.rule()) {
      case EQUAL_IGNORING_CASE, PARTS_IGNORING_CASE ->
          like(index, column, LikePattern.whole(leaf.value()), true);
      case OVERLAPS, CONTAINS -> range(index, column, leaf.rule(), leaf.value());
      case WITHIN -> within(index, column, leaf.value());
    };
  }

  private String range(Index index, String column, Rule rule, String value) {
    if (!index.type().isRange() || index.array()) {
      throw invalid(index.attribute() + " is of type " + index.word() + " and no range");
    }
    boolean asksForRange = Range.parse(value).isPresent();
    if (rule == Rule.OVERLAPS && !asksForRange) {
      throw invalid("\"" + value + "\" is no range");
    }
    String type = asksForRange ? index.type().column() : element(index.type()).column();
    String operand =
        asksForRange ? parameters.add(text(value)) : operand(element(index.type()), value);
    return dialect.rangeCompares(column, rule == Rule.OVERLAPS ? "&&" : "@>", operand, type);
  }

  private static IndexType element(IndexType range) {
    return range == IndexType.NUMBER_RANGE ? IndexType.NUMBER : IndexType.DATE;
  }

  private String within(Index index, String column, String value) {
    Range range = Range.parse(value).orElseThrow(() -> invalid("\"" + value + "\" is no range"));
    if (index.array()) {
      throw invalid(index.attribute() + " is an array");
    }
    if (index.type().isRange()) {
      return dialect.rangeCompares(
          column, "<@", parameters.add(text(value)), index.type().column());
    }
    List<String> bounds = new ArrayList<>();
    bounds.add(column + " IS NOT NULL");
    if (!range.lower().isEmpty()) {
      String operator = range.lowerIncluded() ? " >= " : " > ";
      bounds.add(column + operator + operand(index, range.lower()));
    }
    if (!range.upper().isEmpty()) {
      String operator = range.upperIncluded() ? " <= " : " < ";
      bounds.add(column + operator + operand(index, range.upper()));
    }
    return String.join(" AND ", bounds);
  }

  /// A value as it is compared with a column.
  private String operand(Index index, String value) {
    if (!WHOLE_NUMBERS.contains(index.attribute())) {
      return operand(index.type(), value);
    }
    // A whole number takes the column's type, so that its index is used.
    Optional<String> number = IndexText.leadingNumber(value);
    String parameter = parameters.add(number.orElse(null));
    return number.filter(text -> text.matches("-?\\d{1,9}")).isPresent()
        ? parameter
        : "CAST(" + parameter + " AS NUMERIC)";
  }

  private String operand(IndexType type, String value) {
    if (type == IndexType.NUMBER) {
      return parameters.add(IndexText.leadingNumber(value).orElse(null));
    }
    return parameters.add(
        IndexText.kept(type, value)
            .orElseThrow(() -> invalid("\"" + value + "\" is no " + type.word())));
  }

  /// No text of PostgreSQL holds it.
  private String text(String value) {
    if (value.indexOf('\0') >= 0) {
      throw invalid("it holds a character with the code 0");
    }
    return value;
  }

  private Refusal invalid(String why) {
    return Refusal.invalidQuery(shown, why);
  }
}
