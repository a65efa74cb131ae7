package atoll.mkv.plan;

import static org.assertj.core.api.Assertions.assertThat;

import atoll.kit.Bytes;
import atoll.mkv.index.ListQuery;
import atoll.mkv.key.Generation;
import atoll.mkv.key.Key;
import atoll.mkv.record.KeyRecord;
import atoll.mkv.record.KeyState;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ListPageTest {

  private static final TreeSet<Key> KEYS = new TreeSet<>();

  static {
    for (String key : List.of("/a", "/d/1", "/d/2", "/d/e/3", "/f", "/g/x", "/h")) {
      KEYS.add(Key.of(key));
    }
  }

  private static ListRequest request(String path, String query) {
    return ((ListRequest.Reading.Asked) ListRequest.of(Bytes.utf8(path), query, 1_000)).request();
  }

  /// As an index would, over the keys above.
  private static List<KeyRecord> answer(ListQuery query) {
    return KEYS.stream()
        .filter(key -> ListRequest.startsWith(key.bytes(), query.prefix()))
        .filter(key -> key.bytes().compareTo(query.from()) >= 0)
        .limit(query.limit())
        .map(key ->
            new KeyRecord(key, new Generation(7), KeyState.LIVE, Given.content(7), List.of(), 1))
        .toList();
  }

  private static ListPage fill(ListRequest request) {
    ListPage page = new ListPage(request);
    int rounds = 0;
    for (Optional<ListQuery> query = page.query(); query.isPresent(); query = page.query()) {
      page.take(query.get(), answer(query.get()));
      assertThat(++rounds).isLessThan(50);
    }
    return page;
  }

  private static List<String> names(ListPage page) {
    return page.entries().stream()
        .map(entry ->
            switch (entry) {
              case ListPage.Entry.One one -> one.key().toString();
              case ListPage.Entry.Group group -> group.prefix().toUtf8() + "*";
            })
        .toList();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "/    | list                    | /a /d/1 /d/2 /d/e/3 /f /g/x /h",
        "/d/  | list                    | /d/1 /d/2 /d/e/3",
        "/    | list&delimiter=/        | /a /d/* /f /g/* /h",
        "/d/  | list&delimiter=/        | /d/1 /d/2 /d/e/*",
        "/    | list&start=/d/2&limit=2 | /d/2 /d/e/3 next=/f",
        "/    | list&limit=1            | /a next=/d/1",
        "/    | list&limit=2&delimiter=/| /a /d/* next=/f",
        "/    | list&limit=7            | /a /d/1 /d/2 /d/e/3 /f /g/x /h",
        "/    | list&limit=0            | /a /d/1 /d/2 /d/e/3 /f /g/x /h",
        "/zz  | list                    | ''",
      })
  void fillsPages(String path, String query, String expected) {
    ListPage page = fill(request(path, query));
    String found = String.join(" ", names(page));
    String next = page.next().map(key -> " next=" + key.toUtf8()).orElse("");
    assertThat(found + next).isEqualTo(expected);
  }

  @Test
  void givesEachEntryOnceOverAllPagesWhateverTheirSize() {
    for (String delimiter : List.of("", "&delimiter=/", "&delimiter=e")) {
      List<String> whole = names(fill(request("/", "list" + delimiter)));
      for (int limit = 1; limit < 9; limit++) {
        List<String> all = new ArrayList<>();
        String start = "";
        for (boolean more = true; more; more = !start.isEmpty()) {
          ListPage page = fill(request("/", "list&limit=" + limit + delimiter + "&start=" + start));
          all.addAll(names(page));
          start = page.next().map(Bytes::toUtf8).orElse("");
        }
        assertThat(all).as(limit + delimiter).isEqualTo(whole);
      }
    }
  }

  @ParameterizedTest
  @CsvSource({
    "list&start=/other/, start is outside",
    "list&start=/zzz, start is outside",
    "list&limit=x, limit is a whole number",
    "list&limit=-1, limit is a whole number",
    "list&limit=9999999999999999999, limit is a whole number",
    "list&start=%zz, percent-encoding"
  })
  void refusesWhatMakesNoSense(String query, String message) {
    ListRequest.Reading reading = ListRequest.of(Bytes.utf8("/pre/"), query, 10);
    assertThat(((ListRequest.Reading.Wrong) reading).why().message()).contains(message);
  }

  @Test
  void cutsLimitsAndKnowsWhatIsNoListing() {
    assertThat(request("/", "list&limit=5000").limit()).isEqualTo(1_000);
    assertThat(ListRequest.of(Bytes.utf8("/"), "foo=1", 10))
        .isEqualTo(new ListRequest.Reading.None());
    assertThat(request("/", "unlinked").which()).isEqualTo(ListQuery.Which.UNLINKED);
    assertThat(request("/", "underreplicated").which()).isEqualTo(ListQuery.Which.SHORT);
  }
}
