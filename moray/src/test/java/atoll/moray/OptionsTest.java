package atoll.moray;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import atoll.fast.json.Json;
import atoll.kit.AtollException;
import atoll.kit.Fault;
import java.time.Duration;
import org.junit.jupiter.api.Test;

final class OptionsTest {

  private static void assertJson(MorayOptions options, String json) {
    assertThat(options.json().toString()).isEqualTo(json);
  }

  @Test
  void anEtagIsLeftOutOrNullOrText() {
    assertJson(MorayOptions.NONE, "{}");
    assertJson(MorayOptions.NONE.ifAbsent(), "{\"etag\":null}");
    assertJson(MorayOptions.NONE.ifEtag(new Etag("7712D647")), "{\"etag\":\"7712D647\"}");
  }

  @Test
  void everyOptionHasTheServersName() {
    assertJson(
        Samples.OPTIONS
            .timeout(Duration.ofSeconds(2))
            .header("x-muskie-prev-metadata", Json.parse("{\"objectId\":\"o\"}"))
            .header("b", Json.TRUE)
            .limit(5)
            .offset(10)
            .sort("name", SortOrder.ASCENDING)
            .sort("_id", SortOrder.DESCENDING)
            .noCount()
            .sqlOnly()
            .requireIndexes()
            .requireOnlineReindexing()
            .cached()
            .noBucketCache()
            .noReindex()
            .with("x", Json.number(1)),
        Samples.SENT_OPTIONS.replace("}", "")
            + ",\"timeout\":2000,\"headers\":{\"x-muskie-prev-metadata\":{\"objectId\":\"o\"},"
            + "\"b\":true},\"limit\":5,\"offset\":10,\"sort\":[{\"attribute\":\"name\","
            + "\"order\":\"ASC\"},{\"attribute\":\"_id\",\"order\":\"DESC\"}],\"no_count\":true,"
            + "\"sql_only\":true,\"requireIndexes\":true,\"requireOnlineReindexing\":true,"
            + "\"noCache\":false,\"noBucketCache\":true,\"no_reindex\":true,\"x\":1}");
  }

  @Test
  void aLimitAndNoneTakeEachOthersPlace() {
    assertJson(MorayOptions.NONE.limit(5).noLimit(), "{\"noLimit\":true}");
    assertJson(MorayOptions.NONE.noLimit().limit(5), "{\"limit\":5}");
  }

  @Test
  void optionsAreEqualByWhatTheySay() {
    assertThat(MorayOptions.NONE.limit(5).noCount())
        .isEqualTo(MorayOptions.NONE.noCount().limit(5))
        .hasSameHashCodeAs(MorayOptions.NONE.noCount().limit(5))
        .isNotEqualTo(MorayOptions.NONE.limit(5));
  }

  @Test
  void optionsMayBeWrittenAsJson() {
    MorayOptions options = MorayOptions.of(Json.parse("{\"limit\":1,\"timeout\":10000}"));
    assertJson(options, "{\"limit\":1,\"timeout\":10000}");
    assertThat(options.timeout()).contains(Duration.ofSeconds(10));
    assertThat(MorayOptions.of(Json.parse("{\"timeout\":\"soon\"}")).timeout()).isEmpty();
    assertThatThrownBy(() -> MorayOptions.of(Json.EMPTY_ARRAY))
        .isInstanceOfSatisfying(
            AtollException.class, e -> assertThat(e.fault()).isEqualTo(Fault.BAD_INPUT));
  }
}
