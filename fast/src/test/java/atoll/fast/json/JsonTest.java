package atoll.fast.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import atoll.kit.AtollException;
import atoll.kit.Fault;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class JsonTest {

  @ParameterizedTest
  @ValueSource(
      strings = {"", "  ", "{", "1 2", "[1,]", "{\"a\"}", "nope", "\"\\x\"", "01", "{\"a\":1}}"})
  void whatIsNotJsonIsNamedAsSuch(String text) {
    assertThatThrownBy(() -> Json.parse(text))
        .isInstanceOfSatisfying(
            AtollException.class, e -> assertThat(e.fault()).isEqualTo(Fault.BAD_INPUT))
        .hasMessageStartingWith("not JSON");
  }

  @Test
  void aValueKeepsItsSpelling() {
    assertThat(Json.parse(" { \"b\" : 1.0e0 } \n").toString()).isEqualTo("{ \"b\" : 1.0e0 }");
  }

  @Test
  void kindsAreTold() {
    assertThat(Json.parse("{}").kind()).isEqualTo(JsonKind.OBJECT);
    assertThat(Json.parse("[]").kind()).isEqualTo(JsonKind.ARRAY);
    assertThat(Json.text("").kind()).isEqualTo(JsonKind.STRING);
    assertThat(Json.parse("-1").kind()).isEqualTo(JsonKind.NUMBER);
    assertThat(Json.bool(false).kind()).isEqualTo(JsonKind.BOOLEAN);
    assertThat(Json.NULL.isNull()).isTrue();
  }

  @Test
  void membersAreCutOutWhateverStandsAroundThem() {
    Json object =
        Json.parse(
            "{\"a\" : 12 , \"b\":{\"a\":3},\"c\": \"x,}\" ,\"d\":[1,{\"a\":4}], \"a\":-5\n}");
    assertThat(object.member("a").orElseThrow().asLong()).hasValue(-5);
    assertThat(object.member("b").orElseThrow().toString()).isEqualTo("{\"a\":3}");
    assertThat(object.member("c").orElseThrow().asText()).contains("x,}");
    assertThat(object.member("d").orElseThrow().toString()).isEqualTo("[1,{\"a\":4}]");
    assertThat(object.member("e")).isEmpty();
    assertThat(Json.TRUE.member("a")).isEmpty();
  }

  @Test
  void allMembersComeInTheirOrderAndOfTwoWithOneNameTheLast() {
    Json object = Json.parse("{\"b\" : 12 , \"a\":{\"b\":3},\"c\": \"x,}\" , \"b\":1.0\n}");
    assertThat(object.members())
        .containsExactly(
            Map.entry("b", Json.parse("1.0")),
            Map.entry("a", Json.parse("{\"b\":3}")),
            Map.entry("c", Json.text("x,}")));
    assertThat(Json.EMPTY_OBJECT.members()).isEmpty();
    assertThat(Json.EMPTY_ARRAY.members()).isEmpty();
  }

  @Test
  void elementsAreCutOutInOrder() {
    Json array = Json.parse("[ 1 , \"]\" ,[ ] , {} ,null,true , 2.5 ]");
    assertThat(array.elements())
        .extracting(Json::toString)
        .containsExactly("1", "\"]\"", "[ ]", "{}", "null", "true", "2.5");
    assertThat(Json.EMPTY_ARRAY.elements()).isEmpty();
    assertThat(Json.EMPTY_OBJECT.elements()).isEmpty();
  }

  @Test
  void aSliceInTheMiddleOfOtherBytesIsReadFromItsOwnStart() {
    Json outer = Json.parse("[\"é☃\",{\"k\":[10,{\"n\":\"𝄞\"}]}]");
    Json inner = List.copyOf((java.util.Collection<Json>) list(outer)).get(1);
    assertThat(list(inner.member("k").orElseThrow()).get(1).member("n").orElseThrow().asText())
        .contains("𝄞");
    assertThat(inner.detached()).isEqualTo(inner).hasSameHashCodeAs(inner);
  }

  private static List<Json> list(Json array) {
    List<Json> elements = new java.util.ArrayList<>();
    array.elements().forEach(elements::add);
    return elements;
  }

  @Test
  void numbersAreReadOnlyAsWhatTheyAre() {
    assertThat(Json.parse("9223372036854775807").asLong()).hasValue(Long.MAX_VALUE);
    assertThat(Json.parse("9223372036854775808").asLong()).isEmpty();
    assertThat(Json.parse("1.0").asLong()).isEmpty();
    assertThat(Json.text("1").asLong()).isEmpty();
    assertThat(Json.parse("1.5").asDouble()).hasValue(1.5);
    assertThat(Json.TRUE.asDouble()).isEmpty();
    assertThat(Json.number(5).asText()).isEmpty();
  }

  @Test
  void valuesAreBuiltFromParts() {
    assertThat(Json.object(Map.of("a", Json.array(List.of(Json.text("é\"\n"), Json.number(1))))))
        .isEqualTo(Json.parse("{\"a\":[\"é\\\"\\n\",1]}"));
    assertThat(Json.object("v", Json.parse("{ \"raw\": 1.50 }")).toString())
        .isEqualTo("{\"v\":{ \"raw\": 1.50 }}");
  }
}
