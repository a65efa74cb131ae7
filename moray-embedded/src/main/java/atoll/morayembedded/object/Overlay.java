package atoll.morayembedded.object;

import atoll.fast.json.Json;
import atoll.fast.json.JsonKind;
import atoll.morayembedded.bucket.Index;
import atoll.morayembedded.bucket.IndexType;
import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Lays the columns of an object's indexes over its text: an update of many objects changes columns
/// alone, so they are right where both differ.
public final class Overlay {

  private Overlay() {}

  /// What one column says of one member.
  ///
  /// @param column empty for null
  public record Covered(Index index, Optional<ColumnValue> column) {}

  /// The value with what the columns say. A column without a value takes the member away, unless
  /// that is null; an array stays where the column holds its list as text. What is the same keeps
  /// its spelling.
  public static Json over(Json value, List<Covered> columns) {
    List<Covered> differing = columns.stream().filter(covered -> differs(value, covered)).toList();
    if (differing.isEmpty()) {
      return value;
    }
    Map<String, Json> members = new LinkedHashMap<>(value.members());
    for (Covered covered : differing) {
      String name = covered.index().attribute();
      if (covered.column().isPresent()) {
        members.put(name, json(covered.index(), covered.column().get()));
      } else {
        members.remove(name);
      }
    }
    return Json.object(members);
  }

  private static boolean differs(Json value, Covered covered) {
    Optional<Json> member = value.member(covered.index().attribute());
    if (covered.column().isEmpty()) {
      return member.isPresent() && !member.get().isNull();
    }
    if (member.isEmpty()) {
      return true;
    }
    return switch (covered.column().get()) {
      case ColumnValue.One one ->
          member.get().kind() != JsonKind.ARRAY
              && !isSame(covered.index().type(), member.get(), one.text());
      case ColumnValue.Many many -> !isSame(covered.index().type(), member.get(), many.texts());
    };
  }

  private static boolean isSame(IndexType type, Json member, List<String> texts) {
    if (member.kind() != JsonKind.ARRAY) {
      return false;
    }
    int at = 0;
    for (Json element : member.elements()) {
      if (at == texts.size() || !isSame(type, element, texts.get(at))) {
        return false;
      }
      at++;
    }
    return at == texts.size();
  }

  private static boolean isSame(IndexType type, Json member, String text) {
    String said =
        member.kind() == JsonKind.STRING ? member.asText().orElseThrow() : member.toString();
    if (said.equals(text)) {
      return true;
    }
    Optional<String> kept = IndexText.kept(type, said);
    return kept.isPresent()
        && (kept.get().equals(text)
            || (type == IndexType.NUMBER && isSameNumber(kept.get(), text)));
  }

  private static boolean isSameNumber(String one, String other) {
    return new BigDecimal(one).compareTo(new BigDecimal(other)) == 0;
  }

  private static Json json(Index index, ColumnValue value) {
    return switch (value) {
      case ColumnValue.One one -> json(index.type(), one.text());
      case ColumnValue.Many many ->
          Json.array(many.texts().stream().map(text -> json(index.type(), text)).toList());
    };
  }

  private static Json json(IndexType type, String text) {
    return switch (type) {
      case NUMBER -> Json.parse(text);
      case BOOLEAN -> Json.bool(text.equals("true"));
      case STRING, DATE, IP, MAC, SUBNET, UUID, NUMBER_RANGE, DATE_RANGE -> Json.text(text);
    };
  }
}
