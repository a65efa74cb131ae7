package atoll.libmanta.json;

import atoll.kit.AtollException;
import atoll.kit.Fault;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Collectors;

/// A JSON object whose members stay as they were written, those that nobody here knows included:
/// reading one and writing it gives the same text, and changing a member leaves all others as they
/// are, to the spelling of their numbers.
///
/// Of members with the same name the last one counts. A member that is `null` counts as absent when
/// it is asked for, and stays when the object is written.
///
/// Two are equal if the texts of their members are, in their order; white space between them does
/// not count. Immutable.
public final class JsonObject {

  public static final JsonObject EMPTY = new JsonObject("{}", List.of());

  private final String text;
  private final List<JsonText.Member> members;

  private JsonObject(String text, List<JsonText.Member> members) {
    this.text = text;
    this.members = members;
  }

  /// Reads a text that holds exactly one object.
  ///
  /// @throws AtollException `BAD_INPUT` naming what is wrong and where
  public static JsonObject parse(String text) {
    return new JsonObject(text.strip(), List.copyOf(JsonText.members(text)));
  }

  /// As [#parse(String)], for UTF-8.
  public static JsonObject parse(byte[] utf8) {
    try {
      return parse(StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(utf8)).toString());
    } catch (CharacterCodingException e) {
      throw new AtollException(Fault.BAD_INPUT, "not JSON: not UTF-8", e);
    }
  }

  // ---- reading ----

  public List<String> names() {
    return members.stream().map(JsonText.Member::name).distinct().toList();
  }

  /// How many members have that name.
  public int count(String name) {
    return (int) members.stream().filter(member -> member.name().equals(name)).count();
  }

  /// The text of a member's value, letter for letter.
  public Optional<String> raw(String name) {
    for (JsonText.Member member : members.reversed()) {
      if (member.name().equals(name)) {
        return Optional.of(member.text());
      }
    }
    return Optional.empty();
  }

  private Optional<String> present(String name) {
    return raw(name).filter(value -> !JsonText.isNull(value));
  }

  /// What a member says that is a string.
  ///
  /// @throws AtollException `BAD_INPUT` if it is anything else, as with the following ones
  public Optional<String> string(String name) {
    return present(name)
        .map(value -> JsonText.string(value).orElseThrow(() -> wrong(name, value, "a string")));
  }

  /// A member that is a whole number of 64 bits.
  public OptionalLong number(String name) {
    Optional<String> value = present(name);
    if (value.isEmpty()) {
      return OptionalLong.empty();
    }
    return OptionalLong.of(
        JsonText.number(value.get())
            .orElseThrow(() -> wrong(name, value.get(), "a whole number of 64 bits")));
  }

  public Optional<JsonObject> object(String name) {
    return present(name).map(value -> nested(name, value));
  }

  /// The elements of a member that is an array of strings; none if it is absent.
  public List<String> strings(String name) {
    return elements(name).stream()
        .map(value -> JsonText.string(value).orElseThrow(() -> wrong(name, value, "a string")))
        .toList();
  }

  /// The elements of a member that is an array of objects; none if it is absent.
  public List<JsonObject> objects(String name) {
    return elements(name).stream().map(value -> nested(name, value)).toList();
  }

  private List<String> elements(String name) {
    return present(name)
        .map(value -> JsonText.elements(value).orElseThrow(() -> wrong(name, value, "an array")))
        .orElse(List.of());
  }

  private static JsonObject nested(String name, String value) {
    if (!value.startsWith("{")) {
      throw wrong(name, value, "an object");
    }
    return parse(value);
  }

  private static AtollException wrong(String name, String value, String wanted) {
    return new AtollException(
        Fault.BAD_INPUT,
        "member \"" + name + "\" holds " + JsonText.kind(value) + " where " + wanted + " belongs");
  }

  // ---- changing ----

  /// The same object with a member that has this text as its value, where it was or else behind all
  /// others.
  ///
  /// @throws AtollException `BAD_INPUT` if the text is not one JSON value
  public JsonObject withRaw(String name, String value) {
    JsonText.check(value);
    return changed(name, value.strip());
  }

  public JsonObject with(String name, String value) {
    return changed(name, JsonText.quote(value));
  }

  public JsonObject with(String name, long value) {
    return changed(name, Long.toString(value));
  }

  public JsonObject with(String name, JsonObject value) {
    return changed(name, value.toString());
  }

  public JsonObject withStrings(String name, List<String> values) {
    return changed(
        name, values.stream().map(JsonText::quote).collect(Collectors.joining(",", "[", "]")));
  }

  public JsonObject withObjects(String name, List<JsonObject> values) {
    return changed(
        name, values.stream().map(JsonObject::toString).collect(Collectors.joining(",", "[", "]")));
  }

  public JsonObject without(String name) {
    return of(members.stream().filter(member -> !member.name().equals(name)).toList());
  }

  private JsonObject changed(String name, String value) {
    List<JsonText.Member> changed = new ArrayList<>();
    JsonText.Member fresh = new JsonText.Member(name, value);
    boolean placed = false;
    for (JsonText.Member member : members) {
      if (!member.name().equals(name)) {
        changed.add(member);
      } else if (!placed) {
        changed.add(fresh);
        placed = true;
      }
    }
    if (!placed) {
      changed.add(fresh);
    }
    return of(changed);
  }

  private static JsonObject of(List<JsonText.Member> members) {
    String text =
        members.stream()
            .map(member -> JsonText.quote(member.name()) + ":" + member.text())
            .collect(Collectors.joining(",", "{", "}"));
    return new JsonObject(text, List.copyOf(members));
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof JsonObject object && members.equals(object.members);
  }

  @Override
  public int hashCode() {
    return members.hashCode();
  }

  /// The text.
  @Override
  public String toString() {
    return text;
  }
}
