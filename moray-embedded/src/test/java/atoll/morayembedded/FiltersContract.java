package atoll.morayembedded;

import static org.assertj.core.api.Assertions.assertThat;

import atoll.fast.codec.RemoteError;
import atoll.fast.json.Json;
import atoll.moray.filter.Filter;
import atoll.morayembedded.filter.FilterMatch;
import atoll.sim.property.Gen;
import atoll.sim.property.Property;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What every database behind the server must find.
abstract class FiltersContract extends ServerContract {

  private static final Map<String, String> OBJECTS =
      new TreeMap<>(
          Map.of(
              "k1",
              """
              {"name":"alpha","dirname":"/o/stor","size":5,"ready":true,"tags":["red","green"],
               "sizes":[1,20],"born":"2019-10-09T08:00:00.000Z","host":"10.0.0.1",
               "card":"90:b8:d0:f8:67:09","net":"10.0.0.0/8",
               "job":"6f1ed002-ab57-11e2-9b4a-0b3a5c5d8f2c","color":"blue"}\
              """,
              "k2",
              "{\"name\":\"Beta(1)*=\\\\\",\"size\":10.5,\"ready\":false,\"tags\":[\"blue\"],\"color\":\"red\"}",
              "k3",
              "{\"name\":\"gamma\",\"size\":-3,\"born\":\"2020-01-01\",\"color\":\"red\"}",
              "k4",
              "{\"dirname\":\"/o/stor/a\",\"name\":\"50%_off\"}"));

  @BeforeAll
  void fill() {
    makeBucket("b", ObjectsContract.INDEXES);
    OBJECTS.forEach((key, value) -> put("b", key, value));
  }

  /// All tests ask the same objects.
  @Override
  void removeBuckets() {}

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      quoteCharacter = '`',
      value = {
        "name=alpha;k1",
        "(name=alpha);k1",
        "name=ALPHA;",
        "name=*;k1 k2 k3 k4",
        "dirname=*;k1 k4",
        "(!(dirname=*));k2 k3",
        "(!dirname=*);k2 k3",
        "(!(dirname=/o/stor));k2 k3 k4",
        "name=al*;k1",
        "name=*a;k1 k2 k3",
        "name=*ha;k1",
        "name=*mm*;k3",
        "name=a*p*a;k1",
        "name=Beta\\(1\\)\\*\\=\\\\;k2",
        "name=Beta\\281\\29\\2a\\3d\\5c;k2",
        "name=50%_*;k4",
        "size=5;k1",
        "size=5.0;k1",
        "size>=5;k1 k2",
        "size<=5;k1 k3",
        "size=rubbish;",
        "(!(size>=5));k3",
        "ready=TRUE;k1",
        "ready=false;k2",
        "tags=red;k1",
        "tags=*;k1 k2",
        "tags=gr*;k1",
        "sizes=20;k1",
        "sizes>=10;k1",
        "sizes<=0;",
        "born=2019-10-09T10:00:00+02:00;k1",
        "born>=2019-12-31;k3",
        "born<=2019-12-31;k1",
        "host=10.0.0.1;k1",
        "card=90:B8:D0:F8:67:09;k1",
        "net=10.0.0.0/8;k1",
        "job=6F1ED002-ab57-11e2-9b4a-0b3a5c5d8f2c;k1",
        "name:caseIgnoreMatch:=ALPHA;k1",
        "name:2.5.13.2:=aLPHa;k1",
        "name:caseIgnoreSubstringsMatch:=*ETA*;k2",
        "name:2.5.13.4:=ALP*;k1",
        "tags:caseIgnoreMatch:=BLUE;k2",
        "size:within:=[5,10.5\\);k1",
        "size:within:=\\(5,];k2",
        "born:within:=[2019-01-01,2020-01-01\\);k1",
        "(&(size>=0)(ready=true));k1",
        "(|(name=gamma)(ready=true));k1 k3",
        "( & (size>=0) (|(ready=true)(ready=false)) );k1 k2",
        "_key=k2;k2",
        "_key>=k3;k3 k4",
        "_id=1;k1",
        "_id>=2.5;k3 k4",
        "_mtime>=1;k1 k2 k3 k4",
        "_etag=nothing;",
        "(&(size<=100)(color=red));k2 k3",
        "(&(size<=100)(!(color=red)));k1",
        "(&(name=*)(|(size=5)(size=-3)));k1 k3",
      })
  void aFilterFindsWhatItSays(String filter, String keys) {
    assertThat(keys("b", filter))
        .containsExactlyElementsOf(keys == null ? List.of() : List.of(keys.split(" ")));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "(name~=alpha)",
        "(name=alpha",
        "(name=alpha))",
        "(name=(alpha))",
        "(=alpha)",
        "(&)",
        "name",
        "name<alpha",
        "name=\\zz",
        "(name:sounds:=alpha)",
        "born=yesterday",
        "job=1",
        "ready=perhaps",
        "size=1*",
        "size:overlaps:=[1,2]",
        "size:within:=5",
        "color=red",
        "(!(color=red))",
      })
  void aFilterThatMakesNoSenseIsRefused(String filter) {
    RemoteError error = bad("findObjects", "[\"b\"," + Json.text(filter) + ",{}]");
    assertThat(error.name()).isEqualTo("InvalidQueryError");
    assertThat(error.message()).startsWith(filter + " is an invalid filter");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "(|(name=alpha)(color=red))",
        "(&(color=red)(shape=round))",
        "(!(&(name=alpha)(color=red)))",
      })
  void aFilterThatNoIndexSupportsIsRefused(String filter) {
    RemoteError error = bad("findObjects", "[\"b\"," + Json.text(filter) + ",{}]");
    assertThat(error.name()).isEqualTo("NotIndexedError");
    assertThat(error.message())
        .startsWith(
            "b does not have indexes that support " + filter + ". Unindexed fields: [color");
  }

  @Test
  void aSearchMayBeRefusedThatIndexesAloneCannotAnswer() {
    String filter = "\"(&(size<=100)(color=red))\"";
    assertThat(good("findObjects", "[\"b\"," + filter + ",{}]")).hasSize(2);
    assertThat(bad("findObjects", "[\"b\"," + filter + ",{\"requireIndexes\":true}]").name())
        .isEqualTo("NotIndexedError");
  }

  @Test
  void aSortByWhatHasNoIndexIsRefused() {
    assertThat(
            bad("findObjects", "[\"b\",\"(name=*)\",{\"sort\":{\"attribute\":\"color\"}}]").name())
        .isEqualTo("NotIndexedError");
  }

  @Test
  void pagesAreCutAsAsked() {
    String sort = "\"sort\":[{\"attribute\":\"_id\",\"order\":\"DESC\"}]";
    assertThat(found("{\"limit\":\"2\",\"offset\":1," + sort + "}")).containsExactly("k3", "k2");
    assertThat(found("{\"offset\":\"3\",\"noLimit\":true," + sort + "}")).containsExactly("k1");
    assertThat(found("{\"limit\":0," + sort + "}")).hasSize(4);
    assertThat(good("findObjects", "[\"b\",\"(name=*)\",{\"no_count\":true}]"))
        .allMatch(object -> object.member("_count").orElseThrow().isNull());
  }

  private List<String> found(String options) {
    return good("findObjects", "[\"b\",\"(name=*)\"," + options + "]").stream()
        .map(object -> text(object, "key"))
        .toList();
  }

  @Test
  void theStatementsAreShownInsteadOfRun() {
    Json shown =
        one("findObjects", "[\"b\",\"(&(name=alpha)(size>=5))\",{\"sql_only\":true,\"limit\":3}]");
    assertThat(text(shown, "query"))
        .startsWith("SELECT * FROM \"b\" WHERE ")
        .contains("$1 = \"name\" AND \"name\" IS NOT NULL")
        .contains("$2 <= \"size\"")
        .endsWith(" LIMIT 3");
    assertThat(text(shown, "count")).startsWith("SELECT COUNT(1) AS _count FROM \"b\" WHERE ");
    assertThat(shown.member("args")).contains(Json.parse("[\"alpha\",\"5\"]"));
  }

  @Test
  void theOptionsThatAreUnderstoodAreTold() {
    List<Json> told =
        good(
            "findObjects",
            "[\"b\",\"(name=alpha)\",{\"internalOpts\":{\"sendHandledOptions\":true}}]");
    assertThat(told).hasSize(2);
    assertThat(told.getFirst().member("_handledOptions").orElseThrow().toString())
        .contains("\"req_id\"", "\"requireIndexes\"");
  }

  /// What any filter finds in the database is what it matches in memory, where moray is strict: all
  /// objects have the attribute of whose parts the filter speaks, and no part holds a wildcard.
  @Test
  @Tag("simulation")
  void anyFilterFindsWhatItMatches() {
    Property.expect(
        "found is what matches",
        filters(3),
        filter -> {
          List<String> wanted =
              OBJECTS.entrySet().stream()
                  .filter(each -> matches(filter, each.getKey(), Json.parse(each.getValue())))
                  .map(Map.Entry::getKey)
                  .sorted()
                  .toList();
          assertThat(keys("b", filter.text())).as(filter.text()).isEqualTo(wanted);
        });
  }

  private static boolean matches(Filter filter, String key, Json value) {
    return FilterMatch.matches(
        filter,
        attribute ->
            attribute.equals("_key") ? Optional.of(Json.text(key)) : value.member(attribute));
  }

  private static Gen<Filter> filters(int depth) {
    return choices -> {
      long kind = choices.draw(depth == 0 ? 4 : 7);
      return switch ((int) kind) {
        case 0 -> Filter.present(pick(choices.draw(2), "name", "dirname", "_key"));
        case 1 -> Filter.equal("name", pick(choices.draw(2), "alpha", "gamma", "Beta(1)*=\\"));
        case 2 -> Filter.startsWith("name", pick(choices.draw(2), "a", "gam", "Beta("));
        case 3 -> Filter.contains("name", pick(choices.draw(2), "a", "et", "x"));
        case 4 -> Filter.equal("_key", pick(choices.draw(2), "k1", "k3", "none"));
        case 5 -> Filter.not(choices.part(filters(depth - 1)));
        case 6 -> Filter.and(choices.part(filters(depth - 1)), choices.part(filters(depth - 1)));
        default -> Filter.or(choices.part(filters(depth - 1)), choices.part(filters(depth - 1)));
      };
    };
  }

  private static String pick(long at, String... values) {
    return values[(int) at];
  }
}
