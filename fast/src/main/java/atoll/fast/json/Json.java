package atoll.fast.json;

import atoll.kit.AtollException;
import atoll.kit.Fault;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.io.JsonStringEncoder;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collections;
import java.util.Iterator;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/// One JSON value as the bytes it was sent in: a slice of an array, known to be valid, read only
/// when somebody asks. Numbers keep their spelling, members their order, unknown ones stay.
///
/// Equality is by bytes: `1` and `1.0` differ, and so do `{"a":1}` and `{ "a": 1 }`.
///
/// A value that came in a message shares its array with the message; keep a [#detached] copy of one
/// that outlives it for long.
///
/// Immutable.
public final class Json {

  public static final Json NULL = ascii("null");
  public static final Json TRUE = ascii("true");
  public static final Json FALSE = ascii("false");
  public static final Json EMPTY_OBJECT = ascii("{}");
  public static final Json EMPTY_ARRAY = ascii("[]");

  private final byte[] bytes;
  private final int from;
  private final int length;

  private Json(byte[] bytes, int from, int length) {
    this.bytes = bytes;
    this.from = from;
    this.length = length;
  }

  private static Json ascii(String text) {
    return new Json(text.getBytes(StandardCharsets.US_ASCII), 0, text.length());
  }

  /// A slice of bytes that hold exactly one valid value, without white space around it, and that
  /// never change again. The caller vouches for both; [#parse(byte[])] is for bytes of strangers.
  public static Json slice(byte[] valid, int from, int length) {
    return new Json(valid, from, length);
  }

  /// Checks and keeps a text that holds exactly one value.
  ///
  /// @throws AtollException `BAD_INPUT` naming what is wrong and where
  public static Json parse(String text) {
    return parse(text.getBytes(StandardCharsets.UTF_8));
  }

  /// As [#parse(String)], for UTF-8; the bytes are copied.
  public static Json parse(byte[] utf8) {
    int from = 0;
    int to = utf8.length;
    while (from < to && JsonSlices.isSpace(utf8[from])) {
      from++;
    }
    while (to > from && JsonSlices.isSpace(utf8[to - 1])) {
      to--;
    }
    Json value = new Json(Arrays.copyOfRange(utf8, from, to), 0, to - from);
    try {
      Utf8.check(value.bytes, 0, value.length);
      value.checkSyntax();
    } catch (JsonProcessingException e) {
      String where = e.getLocation() == null ? "" : " at byte " + e.getLocation().getByteOffset();
      throw new AtollException(
          Fault.BAD_INPUT, "not JSON" + where + ": " + e.getOriginalMessage(), e);
    } catch (IOException e) {
      throw new AtollException(Fault.BAD_INPUT, "not JSON: " + e.getMessage(), e);
    }
    return value;
  }

  private void checkSyntax() throws IOException {
    try (JsonParser parser = JsonStreams.parser(bytes, from, length)) {
      if (parser.nextToken() == null) {
        throw new IOException("empty text");
      }
      parser.skipChildren();
      if (parser.nextToken() != null) {
        throw new IOException(
            "more than one value, at byte " + parser.currentTokenLocation().getByteOffset());
      }
    }
  }

  /// Something that writes exactly one value.
  @FunctionalInterface
  public interface Writing {
    void to(JsonGenerator generator) throws IOException;
  }

  /// The value that `writing` writes.
  public static Json build(Writing writing) {
    ByteArrayOutputStream target = new ByteArrayOutputStream(128);
    try (JsonGenerator generator = JsonStreams.generator(target)) {
      writing.to(generator);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot happen in memory", e);
    }
    byte[] written = target.toByteArray();
    return new Json(written, 0, written.length);
  }

  public static Json text(String text) {
    byte[] quoted = JsonStringEncoder.getInstance().quoteAsUTF8(text);
    byte[] written = new byte[quoted.length + 2];
    written[0] = '"';
    System.arraycopy(quoted, 0, written, 1, quoted.length);
    written[written.length - 1] = '"';
    return new Json(written, 0, written.length);
  }

  public static Json number(long number) {
    return ascii(Long.toString(number));
  }

  public static Json bool(boolean value) {
    return value ? TRUE : FALSE;
  }

  public static Json array(Iterable<Json> elements) {
    return build(generator -> {
      generator.writeStartArray();
      for (Json element : elements) {
        element.writeTo(generator);
      }
      generator.writeEndArray();
    });
  }

  public static Json object(String name, Json value) {
    return object(Map.of(name, value));
  }

  /// An object with the members in the order of the map.
  public static Json object(Map<String, Json> members) {
    return build(generator -> {
      generator.writeStartObject();
      for (Map.Entry<String, Json> member : members.entrySet()) {
        generator.writeFieldName(member.getKey());
        member.getValue().writeTo(generator);
      }
      generator.writeEndObject();
    });
  }

  public JsonKind kind() {
    return switch (bytes[from]) {
      case '{' -> JsonKind.OBJECT;
      case '[' -> JsonKind.ARRAY;
      case '"' -> JsonKind.STRING;
      case 't', 'f' -> JsonKind.BOOLEAN;
      case 'n' -> JsonKind.NULL;
      default -> JsonKind.NUMBER;
    };
  }

  public boolean isNull() {
    return kind() == JsonKind.NULL;
  }

  /// A streaming parser before the first token. Nothing is copied.
  public JsonParser parser() throws IOException {
    return JsonStreams.parser(bytes, from, length);
  }

  /// The member of that name, the last one if there are several; empty if this is no object.
  public Optional<Json> member(String name) {
    if (kind() != JsonKind.OBJECT) {
      return Optional.empty();
    }
    return reading(parser -> JsonSlices.member(this, parser, name));
  }

  /// All members in their order, the last one of those with the same name; none if this is no
  /// object.
  public Map<String, Json> members() {
    if (kind() != JsonKind.OBJECT) {
      return Map.of();
    }
    return reading(parser -> JsonSlices.members(this, parser));
  }

  /// The elements in order, cut out one at a time as they are asked for; none if this is no array.
  public Iterable<Json> elements() {
    return this::elementIterator;
  }

  Iterator<Json> elementIterator() {
    return kind() == JsonKind.ARRAY ? new JsonElements(this) : Collections.emptyIterator();
  }

  /// What a string says; empty if this is none.
  public Optional<String> asText() {
    return kind() == JsonKind.STRING
        ? reading(parser -> {
          parser.nextToken();
          return Optional.of(parser.getText());
        })
        : Optional.empty();
  }

  /// A whole number that fits; empty for anything else, `1.5` and `1e3` included.
  public OptionalLong asLong() {
    if (kind() != JsonKind.NUMBER) {
      return OptionalLong.empty();
    }
    return reading(parser ->
        parser.nextToken() == JsonToken.VALUE_NUMBER_INT
                && parser.getNumberType() != JsonParser.NumberType.BIG_INTEGER
            ? OptionalLong.of(parser.getLongValue())
            : OptionalLong.empty());
  }

  public OptionalDouble asDouble() {
    if (kind() != JsonKind.NUMBER) {
      return OptionalDouble.empty();
    }
    return reading(parser -> {
      parser.nextToken();
      return OptionalDouble.of(parser.getDoubleValue());
    });
  }

  private interface Reading<T> {
    T from(JsonParser parser) throws IOException;
  }

  private <T> T reading(Reading<T> reading) {
    try (JsonParser parser = parser()) {
      return reading.from(parser);
    } catch (IOException e) {
      throw new UncheckedIOException("a value that was checked does not parse: " + this, e);
    }
  }

  public int size() {
    return length;
  }

  /// Writes the bytes at `at` of `target`.
  ///
  /// @return the position behind the last one
  public int writeTo(byte[] target, int at) {
    System.arraycopy(bytes, from, target, at, length);
    return at + length;
  }

  public void writeTo(OutputStream target) throws IOException {
    target.write(bytes, from, length);
  }

  /// Writes the value as the generator's next one, letter for letter.
  public void writeTo(JsonGenerator generator) throws IOException {
    generator.writeRawValue(toString());
  }

  public byte[] toArray() {
    return Arrays.copyOfRange(bytes, from, from + length);
  }

  /// The same value in an array of its own, so that it holds no message in memory.
  public Json detached() {
    return length == bytes.length ? this : new Json(toArray(), 0, length);
  }

  /// The part from `start` on, both counted from this value's first byte.
  Json part(int start, int partLength) {
    return new Json(bytes, from + start, partLength);
  }

  byte at(int index) {
    return bytes[from + index];
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Json json
        && Arrays.equals(
            bytes, from, from + length, json.bytes, json.from, json.from + json.length);
  }

  @Override
  public int hashCode() {
    int hash = 1;
    for (int i = from; i < from + length; i++) {
      hash = 31 * hash + bytes[i];
    }
    return hash;
  }

  /// The text.
  @Override
  public String toString() {
    return new String(bytes, from, length, StandardCharsets.UTF_8);
  }
}
