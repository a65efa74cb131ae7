package atoll.volumeserver.query;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class JsonPathTest {

  private static final String ATOLL =
      """
      {"name":{"first":"Bora","last":"Bora"},"area":30.5,\
      "at.sea":"reef","motus":["Tapu","Toopua","Ahuna"],\
      "peaks":[{"name":"Otemanu","height":727,"open":true,"ways":["north","ridge"]},\
      {"name":"Pahia","height":661,"open":false,"ways":["ridge"]},{"name":"Hue","height":619,"ways":[]}],\
      "nested":[[1,2],[3,[4,5]],[]],"grid":{"x":[1,2],"y":["a"]},\
      "merge":[{"a":1,"b":2},7,{"b":3}],"text":"{\\"in\\":[1]}","big":1.50E3}
      """;

  /// As the Go server has them; `~` stands for a line break.
  private static final String PATHS =
      """
      name.first => "Bora"
      at\\.sea => "reef"
      motus.1 => "Toopua"
      motus.3 =>
      motus.# => 3
      peaks.#.name => ["Otemanu","Pahia","Hue"]
      peaks.#.ways.0 => ["north","ridge"]
      n?me.l* => "Bora"
      peaks.#(height>650).name => "Otemanu"
      peaks.#(height>650)#.name => ["Otemanu","Pahia"]
      peaks.#(height>999)#.name => []
      peaks.#(height>999).name =>
      peaks.#(name%"?a*").height => 661
      peaks.#(name!%"*u*")#.name => ["Pahia"]
      peaks.#(open==~false)#.name => ["Pahia","Hue"]
      peaks.#(open!=~*)#.name => ["Hue"]
      peaks.#(ways.#(="ridge"))#.name => ["Otemanu","Pahia"]
      peaks.#( =>
      motus.#(>"Tb") => "Toopua"
      peaks.#.name|0 => "Otemanu"
      peaks.#(height>650)#.name|1 => "Pahia"
      peaks.#(height>650)#|# => 2
      peaks.#(height>650)#.# => []
      missing|@this =>
      missing|!"here" => "here"
      motus.@reverse => ["Ahuna","Toopua","Tapu"]
      motus.@reverse.0 => "Ahuna"
      name.@reverse => {"last":"Bora","first":"Bora"}
      name.@keys => ["first","last"]
      name.@values => ["Bora","Bora"]
      area.@keys => [null]
      nested.@flatten => [1,2,3,[4,5]]
      nested.@flatten:{"deep":true} => [1,2,3,4,5]
      merge.@join => {"a":1,"b":3}
      merge.@join:{"preserve":true} => {"a":1,"b":2,"b":3}
      grid.@group => [{"x":1,"y":"a"},{"x":2}]
      grid.@ugly => {"x":[1,2],"y":["a"]}
      name.@tostr => "{\\"first\\":\\"Bora\\",\\"last\\":\\"Bora\\"}"
      text.@fromstr => {"in":[1]}
      text.@fromstr.in => [1]
      big.@fromstr => 1500
      motus.@valid => ["Tapu","Toopua","Ahuna"]
      @dig:height => [727,661,619]
      peaks.@dig:ways.0 => ["north","ridge"]
      motus.@nobody =>
      {name.first,area} => {"first":"Bora","area":30.5}
      {"size":area,n:name.last} => {"size":30.5,"n":"Bora"}
      {peaks.#(open)} => {"_":{"name":"Otemanu","height":727,"open":true,"ways":["north","ridge"]}}
      [area,missing,motus.0] => [30.5,"Tapu"]
      peaks.#.{name}|1 => {"name":"Pahia"}
      {area}.area => 30.5
      {area =>
      !"x" => "x"
      ![1,2].1 => 2
      !nobody =>
      ..#.area => [30.5]
      ..0.name.last => "Bora"
      nested.@pretty => [[1, 2], [3, [4, 5]], []]~
      grid.@pretty:{"sortKeys":true,"indent":"","width":0} => {~"x": [~1,~2~],~"y": [~"a"~]~}~
      """;

  static Stream<String> paths() {
    return PATHS.lines();
  }

  private static String find(String path, String text) {
    return JsonPath.parse(path).find(Span.of(text), new Effort(1_000_000, 10_000)).raw();
  }

  @ParameterizedTest
  @MethodSource("paths")
  void aPathLeadsToTheSameAsWithTheGoServer(String line) {
    String[] sides = line.split(" =>", 2);
    assertThat(find(sides[0], ATOLL)).isEqualTo(sides[1].stripLeading().replace('~', '\n'));
  }

  @Test
  void aPathIsReadOnceAndUsedOften() {
    JsonPath path = JsonPath.parse("a.#(b>1)#.c|0");
    Effort effort = new Effort(10_000, 1000);
    for (int i = 0; i < 3; i++) {
      String text = "{\"a\":[{\"b\":1},{\"b\":2,\"c\":%d}]}".formatted(i);
      assertThat(path.find(Span.of(text), effort).raw()).isEqualTo(Integer.toString(i));
      assertThat(path.find(Span.of("[1]"), effort).exists()).isFalse();
    }
  }
}
