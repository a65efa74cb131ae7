package atoll.morayembedded;

import static org.assertj.core.api.Assertions.assertThat;

import atoll.fast.json.Json;
import atoll.morayembedded.bucket.Index;
import atoll.morayembedded.bucket.IndexType;
import atoll.morayembedded.object.ColumnValue;
import atoll.morayembedded.object.Etag;
import atoll.morayembedded.object.Overlay;
import atoll.morayembedded.object.ValueText;
import atoll.morayembedded.statement.Placeholders;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PurePartsTest {

  @Test
  void aTextIsWrittenAsJavaScriptDoesButForItsNumbers() {
    assertThat(ValueText.of(Json.parse("{ \"a\" : [ 1.0 , 1e3 , true , null , { } , [ ] ] }")))
        .isEqualTo("{\"a\":[1.0,1e3,true,null,{},[]]}");
    assertThat(
            ValueText.of(Json.parse("{\"\\u0041\\/\":\"\\u00e9\\ud834\\udd1e\\u001f\\n\\ud834\"}")))
        .isEqualTo("{\"A/\":\"é𝄞\\u001f\\n\\ud834\"}");
  }

  /// The first sum is a fact about moray; the second one is what its library makes of `é` (E9) and
  /// of the two halves of `𝄞` (D834 DD1E).
  @Test
  void anEtagIsTheSumOfTheLowBytes() {
    assertThat(Etag.of("{\"a\":1}")).isEqualTo("561BACAF");
    assertThat(Etag.of("é𝄞")).isEqualTo(Etag.of("é4\u001e"));
    assertThat(Etag.ofUpdate(-1)).isEqualTo("ufffffff");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      quoteCharacter = '`',
      value = {
        "SELECT $1;SELECT ?;1",
        "a = $2 AND b = $1 OR c = $2;a = ? AND b = ? OR c = ?;2 1 2",
        "a ? $1;a ?? ?;1",
        "'$1 ? ''$2' || $1;'$1 ? ''$2' || ?;1",
        "\"$1\" -- $2;\"$1\" -- $2;",
        "/* $1 */ $1;/* $1 */ ?;1",
        "$$ $1 $$ || $1;$$ $1 $$ || ?;1",
        "$a$ $1 $b$ $a$ || $12;$a$ $1 $b$ $a$ || ?;12",
        "a$1;a$1;",
      })
  void placeholdersAreFoundWhereTheyStand(String sql, String text, String order) {
    Placeholders found = Placeholders.of(sql, "??");
    assertThat(found.text()).isEqualTo(text);
    assertThat(found.order().stream().map(String::valueOf))
        .containsExactly(order == null ? new String[0] : order.split(" "));
  }

  private static Json over(String value, String attribute, IndexType type, String... column) {
    Index index = new Index(attribute, type, false, false);
    Optional<ColumnValue> covered =
        column.length == 0 ? Optional.empty() : Optional.of(new ColumnValue.One(column[0]));
    return Overlay.over(Json.parse(value), List.of(new Overlay.Covered(index, covered)));
  }

  @Test
  void aColumnWinsOverItsMember() {
    assertThat(over("{\"a\":1,\"b\":2}", "a", IndexType.NUMBER, "3").toString())
        .isEqualTo("{\"a\":3,\"b\":2}");
    assertThat(over("{\"b\":2}", "a", IndexType.BOOLEAN, "true").toString())
        .isEqualTo("{\"b\":2,\"a\":true}");
    assertThat(over("{\"a\":\"x\"}", "a", IndexType.STRING, "y").toString())
        .isEqualTo("{\"a\":\"y\"}");
  }

  @Test
  void aColumnWithoutAValueTakesItsMemberAwayUnlessThatIsNull() {
    assertThat(over("{\"a\":1,\"b\":2}", "a", IndexType.NUMBER).toString()).isEqualTo("{\"b\":2}");
    assertThat(over("{\"a\":null}", "a", IndexType.NUMBER).toString()).isEqualTo("{\"a\":null}");
  }

  @Test
  void whatIsTheSameKeepsItsSpelling() {
    for (String same : List.of("{ \"a\" : 1.50 }", "{\"a\":\"1.5\"}", "{\"a\":15e-1}")) {
      assertThat(over(same, "a", IndexType.NUMBER, "1.5")).isEqualTo(Json.parse(same));
    }
    String listed = "{\"a\":[\"x\",\"y\"]}";
    assertThat(over(listed, "a", IndexType.STRING, "{x, y}")).isEqualTo(Json.parse(listed));
  }
}
