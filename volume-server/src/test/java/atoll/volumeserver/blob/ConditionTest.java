package atoll.volumeserver.blob;

import static org.assertj.core.api.Assertions.assertThat;

import atoll.http.HeaderList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ConditionTest {

  private static final String ETAG = "c99465aa";

  /// 06 Nov 1994 08:49:37.
  private static final long MODIFIED = 784_111_777;

  private static final String THEN = "Sun, 06 Nov 1994 08:49:37 GMT";
  private static final String BEFORE = "Sun, 06 Nov 1994 08:49:36 GMT";
  private static final String BROKEN = "yesterday";

  private enum Date {
    NONE,
    EARLIER,
    SAME,
    UNREADABLE
  }

  private enum Tag {
    NONE,
    SAME,
    OTHER
  }

  @Test
  void theDateIsAskedBeforeTheTagInAllCombinations() {
    for (long modified : List.of(0L, MODIFIED)) {
      for (Date date : Date.values()) {
        for (Tag tag : Tag.values()) {
          HeaderList headers = new HeaderList();
          switch (date) {
            case NONE -> {}
            case EARLIER -> headers.add("If-Modified-Since", BEFORE);
            case SAME -> headers.add("If-Modified-Since", THEN);
            case UNREADABLE -> headers.add("If-Modified-Since", BROKEN);
          }
          switch (tag) {
            case NONE -> {}
            case SAME -> headers.add("If-None-Match", "\"" + ETAG + "\"");
            case OTHER -> headers.add("If-None-Match", "\"00000000\"");
          }
          Condition expected =
              modified != 0 && date == Date.SAME
                  ? Condition.NOT_MODIFIED_SINCE
                  : tag == Tag.SAME ? Condition.SAME_TAG : Condition.SEND;
          assertThat(Condition.of(headers, modified, ETAG))
              .as("%s %s %s", modified, date, tag)
              .isEqualTo(expected);
        }
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"c99465aa", "W/\"c99465aa\"", "*", "\"c99465aa\", \"x\"", "\"c99465aA\""})
  void onlyTheQuotedTagItselfMatches(String tag) {
    HeaderList headers = new HeaderList().add("If-None-Match", tag);
    assertThat(Condition.of(headers, 0, ETAG)).isEqualTo(Condition.SEND);
  }

  @Test
  void theNameOfTheDayNeedNotBeRight() {
    HeaderList headers = new HeaderList().add("If-Modified-Since", "Tue, 06 Nov 1994 08:49:37 GMT");
    assertThat(Condition.of(headers, MODIFIED, ETAG)).isEqualTo(Condition.NOT_MODIFIED_SINCE);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Xyz, 06 Nov 1994 08:49:37 GMT",
        "Sun Nov  6 08:49:37 1994",
        "Sunday, 06-Nov-94 08:49:37 GMT",
        "Sun, 31 Feb 1995 08:49:37 GMT"
      })
  void otherFormsOfDatesAreIgnored(String date) {
    HeaderList headers = new HeaderList().add("If-Modified-Since", date);
    assertThat(Condition.of(headers, MODIFIED, ETAG)).isEqualTo(Condition.SEND);
  }
}
