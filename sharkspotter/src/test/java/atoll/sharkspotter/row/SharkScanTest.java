package atoll.sharkspotter.row;

import static org.assertj.core.api.Assertions.assertThat;

import atoll.libmanta.MantaObject;
import atoll.libmanta.Shark;
import atoll.libmanta.json.JsonObject;
import atoll.sim.property.Gen;
import atoll.sim.property.Property;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SharkScanTest {

  private static final SharkScan SCAN = new SharkScan(List.of("1.stor.x", "2.stor.x"));

  private static Row row(String value) {
    return new Row(7, Slice.utf8("561BACAF"), Slice.utf8(value));
  }

  private static Verdict scan(String value) {
    return SCAN.of(row(value));
  }

  private static String sharks(String... names) {
    StringBuilder text = new StringBuilder("{\"key\":\"/o/stor/a\",\"sharks\":[");
    for (String name : names) {
      text.append(text.charAt(text.length() - 1) == '[' ? "" : ",")
          .append("{\"datacenter\":\"dc1\",\"manta_storage_id\":\"" + name + "\"}");
    }
    return text.append("],\"type\":\"object\"}").toString();
  }

  @Test
  void tellsOnWhichOfTheWantedSharksAnObjectLies() {
    assertThat(scan(sharks("3.stor.x", "1.stor.x"))).isEqualTo(new Verdict.On(List.of("1.stor.x")));
    assertThat(scan(sharks("2.stor.x", "1.stor.x")))
        .isEqualTo(new Verdict.On(List.of("2.stor.x", "1.stor.x")));
    assertThat(scan(sharks("1.stor.x", "1.stor.x"))).isEqualTo(new Verdict.On(List.of("1.stor.x")));
  }

  @Test
  void aNameMustBeTheWholeName() {
    assertThat(scan(sharks("11.stor.x", "1.stor.xx", "1.stor"))).isEqualTo(Verdict.ELSEWHERE);
    assertThat(scan(sharks())).isEqualTo(Verdict.ELSEWHERE);
  }

  @Test
  void aNameIsFoundHoweverItIsSpelled() {
    assertThat(scan(sharks("\\u0031.stor.x"))).isEqualTo(new Verdict.On(List.of("1.stor.x")));
    assertThat(scan("{ \"s\\u0068arks\" : [ {\"manta_storage_id\" : \"1.stor.x\"} ] }"))
        .isEqualTo(new Verdict.On(List.of("1.stor.x")));
  }

  @Test
  void aNameElsewhereInTheMetadataDoesNotCount() {
    assertThat(
            scan(
                "{\"headers\":{\"sharks\":[{\"manta_storage_id\":\"1.stor.x\"}]},"
                    + "\"name\":\"1.stor.x\",\"sharks\":[]}"))
        .isEqualTo(Verdict.ELSEWHERE);
    assertThat(
            scan(
                "{\"sharks\":[{\"manta_storage_id\":\"3.stor.x\",\"old\":{\"manta_storage_id\":"
                    + "\"1.stor.x\"}}]}"))
        .isEqualTo(Verdict.ELSEWHERE);
  }

  @Test
  void theLastOfSeveralMembersCounts() {
    assertThat(scan("{\"sharks\":7,\"sharks\":[]}")).isEqualTo(Verdict.ELSEWHERE);
    assertThat(scan("{\"sharks\":[],\"sharks\":7}")).isInstanceOf(Verdict.Unreadable.class);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          ``                                       | not a JSON object
          []                                       | not a JSON object
          {"a":1}                                  | no member "sharks"
          {"sharks":null}                          | not an array
          {"sharks":"1.stor.x"}                    | not an array
          {"sharks":{"manta_storage_id":"1.stor.x"}} | not an array
          {"sharks":["1.stor.x"]}                  | no "manta_storage_id"
          {"sharks":[{"datacenter":"d"}]}          | no "manta_storage_id"
          {"sharks":[{"manta_storage_id":1}]}      | no "manta_storage_id"
          {"sharks":[{"manta_storage_id":["1"]}]}  | no "manta_storage_id"
          {"sharks":[]                             | not JSON
          {"sharks":[{"manta_storage_id":"1.st     | not JSON
          {"sharks":[]} {}                         | more than one
          {"sharks":[],"a":tru}                    | not JSON
          {sharks:[]}                              | not JSON
          """)
  void whatMakesNoSenseIsSaidSo(String value, String why) {
    assertThat(scan(value)).isInstanceOf(Verdict.Unreadable.class).asString().contains(why);
  }

  @Test
  void nullsAndBytesThatAreNoTextAreSaidSo() {
    assertThat(SCAN.of(new Row(1, Slice.utf8("E"), null)))
        .isEqualTo(new Verdict.Unreadable("_value is null"));
    assertThat(SCAN.of(new Row(1, null, Slice.utf8(sharks()))))
        .isEqualTo(new Verdict.Unreadable("_etag is null"));
    byte[] bytes = sharks("1.stor.x").getBytes(StandardCharsets.UTF_8);
    bytes[10] = (byte) 0xFF;
    assertThat(SCAN.of(new Row(1, Slice.utf8("E"), new Slice(bytes, 0, bytes.length))))
        .isInstanceOf(Verdict.Unreadable.class);
  }

  @Test
  @Tag("simulation")
  void agreesWithTheLibraryOnAnyObject() {
    Property.expect("sharks are found", objects(), SharkScanTest::assertAgrees);
  }

  /// With nasty text in their names, headers and sharks, and members that nobody knows.
  private static Gen<MantaObject> objects() {
    Gen<String> names = Gen.strings(12).filter(text -> !text.isEmpty());
    return choices -> {
      JsonObject json =
          JsonObject.EMPTY
              .with("key", choices.part(names))
              .with("name", choices.part(names))
              .with("dirname", "/o")
              .with("owner", "o")
              .with("mtime", choices.draw(1_000_000))
              .with("type", "object")
              .with(
                  "headers", JsonObject.EMPTY.with("h " + choices.part(names), choices.part(names)))
              .withRaw("unknown", choices.part(Gen.of("null", "[ 1.0, {} ]", "\"\\u0041\"", "-0")))
              .with("objectId", "object-" + choices.draw(100));
      List<JsonObject> sharks = new ArrayList<>();
      for (String name : choices.part(Gen.lists(names, 1, 3))) {
        sharks.add(new Shark(choices.part(names), name).json());
      }
      return new MantaObject(json.withObjects("sharks", sharks));
    };
  }

  private static void assertAgrees(MantaObject object) {
    List<String> all = object.sharks().stream().map(Shark::storageId).distinct().toList();
    Row row = row(object.toString());
    assertThat(new SharkScan(all).of(row)).isEqualTo(new Verdict.On(all));
    assertThat(SCAN.of(row)).isEqualTo(Verdict.ELSEWHERE);
    Spotted spotted = Spotted.in(row, 3, all.getFirst());
    assertThat(spotted.metadata()).isEqualTo(object.metadata());
    assertThat(spotted.objectId()).contains(object.objectId());
    assertThat(spotted.toString()).doesNotContain("\n");
    assertThat(MantaObject.parse(spotted.toString()).key()).isEqualTo(object.key());
    assertThat(spotted.toString().length()).isLessThanOrEqualTo(object.toString().length());
  }

  @Test
  void whiteSpaceBetweenPartsIsTakenAwayAndNothingElse() {
    String value = "\n{ \"a\" :\t1.0 ,\r\n \"b c\": \" \\\" { } \\\\\", \"d\":[ 1e3 , null ] }  ";
    assertThat(Spotted.in(row(value), 1, "1.stor.x"))
        .hasToString("{\"a\":1.0,\"b c\":\" \\\" { } \\\\\",\"d\":[1e3,null]}");
    String compact = "{\"a\":\" \\\" \"}";
    assertThat(Spotted.in(row(compact), 1, "1.stor.x")).hasToString(compact);
  }

  @Test
  void anObjectWithoutAnIdSaysSo() {
    for (String value : List.of("{}", "{\"objectId\":7}", "{\"objectId\":\"\"}", "no JSON")) {
      assertThat(Spotted.in(row(value), 1, "1.stor.x").objectId()).isEmpty();
    }
    assertThat(
            Spotted.in(row("{\"x\":{\"objectId\":\"no\"},\"objectId\":\"yes\"}"), 1, "1")
                .objectId())
        .contains("yes");
  }
}
