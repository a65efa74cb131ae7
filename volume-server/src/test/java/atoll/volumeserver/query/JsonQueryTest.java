package atoll.volumeserver.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import atoll.kit.AtollException;
import atoll.kit.Fault;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JsonQueryTest {

  private static final long STEPS_MAX = 100_000;

  private static final String ATOLL =
      """
      {"name": "Bora\\u002dBora \\"x\\"", "area": 30.55, "big": true, "sunk": false, "ruler": null,
       "motu": ["Tapu", "Toopua", {"name": "Ahuna", "area": 1}], "at.sea": {"depth": -12e2},
       "name": "second"}
      """;

  private static String pick(String text, List<String> selections, LineFilter filter) {
    return new String(
        new JsonQuery(selections.stream().map(JsonPath::parse).toList(), filter)
            .pick(text.getBytes(StandardCharsets.UTF_8), new Effort(STEPS_MAX, 1000)),
        StandardCharsets.UTF_8);
  }

  private static LineFilter filter(String field, String operand, String wanted) {
    return new LineFilter(JsonPath.parse(field), new Comparison(operand, wanted));
  }

  private static boolean passes(String field, String operand, String wanted) {
    return !pick(ATOLL, List.of(), filter(field, operand, wanted)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "name|{name:\"Bora\\u002dBora \\\"x\\\"\"}",
        "area|{area:30.55}",
        "big|{big:true}",
        "ruler|{ruler:}",
        "missing|{missing:}",
        "motu|{motu:[\"Tapu\", \"Toopua\", {\"name\": \"Ahuna\", \"area\": 1}]}",
        "motu.1|{motu.1:\"Toopua\"}",
        "motu.2.name|{motu.2.name:\"Ahuna\"}",
        "motu.3|{motu.3:}",
        "motu.x|{motu.x:}",
        "motu.#|{motu.#:3}",
        "motu.#.name|{motu.#.name:[\"Ahuna\"]}",
        "motu.#.none|{motu.#.none:[]}",
        "at\\.sea.depth|{at\\.sea.depth:-12e2}",
        "at?sea.d*|{at?sea.d*:-12e2}",
        "area.x|{area.x:}",
      })
  void aPathLeadsToAValueAsItStands(String path, String picked) {
    assertThat(pick(ATOLL, List.of(path), filter("name", "", ""))).isEqualTo(picked);
  }

  @Test
  void severalPathsStandInOneRecordAndRecordsBesideEachOther() {
    String lines = "{\"a\":1,\"b\":\"x\"}\n{\"a\":2}\n\n[{\"a\":3}] {\"a\":4,\"b\":[]}";
    assertThat(pick(lines, List.of("a", "b"), filter("a", ">", "0")))
        .isEqualTo("{a:1,b:\"x\"}{a:2,b:}{a:4,b:[]}");
  }

  @ParameterizedTest
  @CsvSource({
    "area, =, 30.55, true",
    "area, =, 30.550, true",
    "area, =, x, false",
    "area, >, 30, true",
    "area, >=, 30.55, true",
    "area, <, 30, false",
    "area, <=, 31, true",
    "area, !=, 30, true",
    "area, %, 3*, false",
    "name, =, Bora-Bora \"x\", true",
    "name, !=, second, true",
    "name, <, Borb, true",
    "name, >, Bora, true",
    "name, <=, A, false",
    "name, >=, A, true",
    "name, %, B*-?ora*, true",
    "name, %, bora*, false",
    "name, !%, bora*, true",
    "name, ~, Bora, false",
    "big, =, true, true",
    "big, !=, true, false",
    "big, >, false, true",
    "big, >=, true, true",
    "big, <, true, false",
    "sunk, =, false, true",
    "sunk, !=, false, false",
    "sunk, <, true, true",
    "sunk, <=, false, true",
    "sunk, >, false, false",
    "ruler, =, null, false",
    "ruler, '', '', true",
    "motu, =, x, false",
    "motu, '', '', true",
    "missing, '', '', false",
    "missing, !=, x, false",
    "'', '', '', false"
  })
  void aFilterComparesByTheKindOfWhatItFinds(
      String field, String operand, String wanted, boolean passes) {
    assertThat(passes(field, operand, wanted)).isEqualTo(passes);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", " ", "\n", "{", "{\"a\"", "{\"a\":", "[[[", "]]", "\"", "a:b,c", "{\"a\":1"})
  void whatIsNoJsonIsReadAsFarAsItGoes(String text) {
    assertThat(pick(text, List.of("a"), filter("a", "", "")))
        .isEqualTo(text.equals("{\"a\":1") ? "{a:1}" : "");
  }

  @Test
  void moreThanFitsIsRefused() {
    String line = "{\"a\":\"%s\"}".formatted("x".repeat(600));
    assertThatThrownBy(() -> pick(line + line, List.of("a"), filter("a", "", "")))
        .isInstanceOfSatisfying(
            AtollException.class, e -> assertThat(e.fault()).isEqualTo(Fault.TOO_LARGE));
  }

  @Test
  void moreThanCanBeLookedAtIsRefused() {
    String text = "{\"a\":1}".repeat((int) STEPS_MAX / 7);
    assertThatThrownBy(() -> pick(text, List.of("a"), filter("a", "=", "2")))
        .isInstanceOfSatisfying(
            AtollException.class, e -> assertThat(e.fault()).isEqualTo(Fault.TOO_LARGE))
        .hasMessageContaining("100000 characters");
  }

  @Test
  void endsOnceNobodyWaitsAnyMore() {
    byte[] text = "{\"a\":1}".repeat(2_000_000).getBytes(StandardCharsets.UTF_8);
    JsonQuery query = new JsonQuery(List.of(), filter("a", "=", "2"));
    int[] asked = {0};
    Effort effort = new Effort(Long.MAX_VALUE, 1000, () -> ++asked[0] == 2);
    assertThatThrownBy(() -> query.pick(text, effort))
        .isInstanceOfSatisfying(
            AtollException.class, e -> assertThat(e.fault()).isEqualTo(Fault.CANCELLED));
    assertThat(asked[0]).isEqualTo(2);
  }

  @Test
  void bytesThatAreNoUtf8ComeThrough() {
    byte[] text = {'{', '"', 'a', '"', ':', '"', (byte) 0xff, '"', '}'};
    byte[] picked =
        new JsonQuery(List.of(JsonPath.parse("a")), filter("a", "", ""))
            .pick(text, new Effort(STEPS_MAX, 1000));
    assertThat(picked).containsExactly('{', 'a', ':', '"', 0xff, '"', '}');
  }
}
