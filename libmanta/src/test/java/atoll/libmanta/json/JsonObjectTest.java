package atoll.libmanta.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import atoll.kit.AtollException;
import atoll.kit.Fault;
import atoll.sim.property.Gen;
import atoll.sim.property.Property;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JsonObjectTest {

  private static final String ODD =
      "{ \"a\" : 1.0,\t\"b\":[1 , {\"x\":2}],\"c\":\"\\u00e9\" ,\"d\":12345678901234567890 ,"
          + "\"e\":{\"f\" : null}, \"g\":-0\n}";

  @Test
  void whatIsReadIsWrittenLetterForLetter() {
    assertThat(JsonObject.parse(ODD)).hasToString(ODD);
    assertThat(JsonObject.parse(" " + ODD + "\n")).hasToString(ODD);
    assertThat(JsonObject.parse(ODD.getBytes(StandardCharsets.UTF_8))).hasToString(ODD);
  }

  @Test
  void valuesAreCutOutAsTheyStand() {
    JsonObject json = JsonObject.parse(ODD);
    assertThat(json.names()).containsExactly("a", "b", "c", "d", "e", "g");
    assertThat(json.raw("a")).contains("1.0");
    assertThat(json.raw("b")).contains("[1 , {\"x\":2}]");
    assertThat(json.raw("c")).contains("\"\\u00e9\"");
    assertThat(json.raw("d")).contains("12345678901234567890");
    assertThat(json.raw("e")).contains("{\"f\" : null}");
    assertThat(json.raw("g")).contains("-0");
    assertThat(json.raw("x")).isEmpty();
    assertThat(json.string("c")).contains("é");
    assertThat(json.object("e").orElseThrow().string("f")).isEmpty();
  }

  @Test
  void aChangeLeavesAllOtherMembersAsTheyAre() {
    assertThat(JsonObject.parse(ODD).with("b", "new\n").with("z", 7))
        .hasToString(
            "{\"a\":1.0,\"b\":\"new\\n\",\"c\":\"\\u00e9\",\"d\":12345678901234567890,"
                + "\"e\":{\"f\" : null},\"g\":-0,\"z\":7}");
    assertThat(JsonObject.parse("{\"a\":1,\"b\":2}").without("a")).hasToString("{\"b\":2}");
  }

  @Test
  void ofTheSameNameTheLastCountsAndAChangeLeavesOne() {
    JsonObject twice = JsonObject.parse("{\"a\":1,\"b\":2,\"a\":3}");
    assertThat(twice.count("a")).isEqualTo(2);
    assertThat(twice.number("a")).hasValue(3);
    assertThat(twice.with("a", 4)).hasToString("{\"a\":4,\"b\":2}");
  }

  @Test
  void whiteSpaceDoesNotMakeADifferenceAndSpellingDoes() {
    assertThat(JsonObject.parse("{\"a\": 1 }")).isEqualTo(JsonObject.parse("{\"a\":1}"));
    assertThat(JsonObject.parse("{\"a\":1}").hashCode())
        .isEqualTo(JsonObject.parse("{ \"a\":1}").hashCode());
    assertThat(JsonObject.parse("{\"a\":1.0}")).isNotEqualTo(JsonObject.parse("{\"a\":1}"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", " ", "{", "[1]", "1", "{\"a\":}", "{\"a\":1}{}", "{\"a\":1} x", "{'a':1}"})
  void whatIsNotOneObjectIsRefused(String text) {
    assertBad(() -> JsonObject.parse(text), "not");
  }

  @Test
  void whatIsNotUtf8IsRefused() {
    assertBad(() -> JsonObject.parse(new byte[] {'{', (byte) 0xFF, '}'}), "UTF-8");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"a\":1}       | string  | holds the number 1 where a string",
        "{\"a\":\"1\"}   | number  | holds a string where a whole number",
        "{\"a\":1.0}     | number  | holds the number 1.0 where a whole number",
        "{\"a\":9223372036854775808} | number | holds the number 9223372036854775808 where",
        "{\"a\":{}}      | strings | holds an object where an array",
        "{\"a\":[1]}     | strings | holds the number 1 where a string",
        "{\"a\":[true]}  | objects | holds a boolean where an object",
        "{\"a\":[]}      | object  | holds an array where an object",
      })
  void anotherKindOfValueIsNamed(String text, String wanted, String message) {
    JsonObject json = JsonObject.parse(text);
    assertBad(
        () -> {
          Object _ =
              switch (wanted) {
                case "string" -> json.string("a");
                case "number" -> json.number("a");
                case "strings" -> json.strings("a");
                case "objects" -> json.objects("a");
                default -> json.object("a");
              };
        },
        message);
  }

  @Test
  void nullCountsAsAbsentAndStays() {
    JsonObject json = JsonObject.parse("{\"a\":null}");
    assertThat(json.string("a")).isEmpty();
    assertThat(json.number("a")).isEmpty();
    assertThat(json.object("a")).isEmpty();
    assertThat(json.strings("a")).isEmpty();
    assertThat(json.with("b", 1)).hasToString("{\"a\":null,\"b\":1}");
  }

  @Test
  void whatIsPutInMustBeAValue() {
    assertThat(JsonObject.EMPTY.withRaw("a", " [1, 2] ")).hasToString("{\"a\":[1, 2]}");
    assertBad(() -> JsonObject.EMPTY.withRaw("a", "1 2"), "more than one value");
    assertBad(() -> JsonObject.EMPTY.withRaw("a", "}"), "not JSON");
  }

  @Test
  @Tag("simulation")
  void anyTextComesBackAndAnyNumber() {
    Property.check(
        "strings come back",
        Gen.strings(40),
        text ->
            JsonObject.parse(JsonObject.EMPTY.with(text, text).toString())
                .string(text)
                .filter(text::equals)
                .isPresent());
    Property.check(
        "numbers come back",
        Gen.longs(),
        number ->
            JsonObject.parse(JsonObject.EMPTY.with("n", number).toString())
                    .number("n")
                    .orElseThrow()
                == number);
  }

  private static void assertBad(Runnable reading, String part) {
    assertThatExceptionOfType(AtollException.class)
        .isThrownBy(reading::run)
        .withMessageContaining(part)
        .matches(thrown -> thrown.fault() == Fault.BAD_INPUT);
  }
}
