package atoll.morayembedded.object;

import atoll.fast.json.Json;
import atoll.fast.json.JsonKind;
import atoll.moray.MorayErrorKind;
import atoll.morayembedded.bucket.Index;
import atoll.morayembedded.bucket.IndexType;
import atoll.morayembedded.error.Refusal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What an object's columns hold, taken from its members.
public final class IndexValues {

  private IndexValues() {}

  /// The value of an index's column; empty for null.
  ///
  /// @param object the whole object
  /// @throws Refusal `InvalidIndexTypeError` if the member does not fit
  public static Optional<ColumnValue> of(Index index, Json object) {
    return object.member(index.attribute()).flatMap(value -> ofMember(index, value));
  }

  /// As [#of], from the member itself.
  public static Optional<ColumnValue> ofMember(Index index, Json value) {
    if (value.isNull()) {
      return Optional.empty();
    }
    if (index.array()) {
      return Optional.of(new ColumnValue.Many(elements(index, value)));
    }
    if (value.kind() == JsonKind.ARRAY) {
      return Optional.of(listed(index, value));
    }
    return Optional.of(new ColumnValue.One(scalar(index, value)));
  }

  private static List<String> elements(Index index, Json value) {
    if (value.kind() != JsonKind.ARRAY) {
      return List.of(scalar(index, value));
    }
    List<String> texts = new ArrayList<>();
    for (Json element : value.elements()) {
      texts.add(scalar(index, element));
    }
    return texts;
  }

  /// Where one value belongs and an array stands, moray keeps a text that lists it.
  private static ColumnValue listed(Index index, Json array) {
    if (index.type() != IndexType.STRING) {
      throw wrong(index, array);
    }
    return new ColumnValue.One("{" + String.join(", ", elements(index, array)) + "}");
  }

  private static String scalar(Index index, Json value) {
    String text =
        switch (value.kind()) {
          case STRING -> value.asText().orElseThrow();
          case NUMBER, BOOLEAN -> value.toString();
          case ARRAY, OBJECT, NULL -> throw wrong(index, value);
        };
    return IndexText.kept(index.type(), text).orElseThrow(() -> wrong(index, value));
  }

  private static Refusal wrong(Index index, Json value) {
    String shown = value.toString();
    return new Refusal(
        MorayErrorKind.INVALID_INDEX_TYPE,
        "index(%s) is of type %s and cannot hold %s"
            .formatted(
                index.attribute(),
                index.word(),
                shown.length() > 100 ? shown.substring(0, 100) + "…" : shown));
  }
}
