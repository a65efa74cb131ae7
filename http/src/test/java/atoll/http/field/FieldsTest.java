package atoll.http.field;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import atoll.sim.SeededRandomness;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class FieldsTest {

  private static final Instant NOW = Instant.parse("2026-11-21T00:00:00Z");
  private static final Instant EXAMPLE = Instant.parse("1994-11-06T08:49:37Z");

  @Test
  void threeFormsOfDatesAreReadAndOneIsWritten() {
    assertThat(HttpDate.format(EXAMPLE)).isEqualTo("Sun, 06 Nov 1994 08:49:37 GMT");
    assertThat(HttpDate.parse("Sun, 06 Nov 1994 08:49:37 GMT", NOW)).contains(EXAMPLE);
    assertThat(HttpDate.parse("Sunday, 06-Nov-94 08:49:37 GMT", NOW)).contains(EXAMPLE);
    assertThat(HttpDate.parse("Sun Nov  6 08:49:37 1994", NOW)).contains(EXAMPLE);
    assertThat(HttpDate.parse("Monday, 06-Nov-30 08:49:37 GMT", NOW))
        .contains(Instant.parse("2030-11-06T08:49:37Z"));
    assertThat(HttpDate.parse("Thu, 29 Feb 2024 23:59:60 GMT", NOW))
        .contains(Instant.parse("2024-02-29T23:59:59Z"));
  }

  @Test
  void everyDayOfYearsComesBack() {
    for (long day = 0; day < 3000; day++) {
      Instant time = Instant.ofEpochSecond(day * 86_400 + day);
      assertThat(HttpDate.parse(HttpDate.format(time), NOW)).contains(time);
    }
    assertThatThrownBy(() -> HttpDate.format(Instant.parse("+10000-01-01T00:00:00Z")))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "0",
        "Mon, 06 Nov 1994 08:49:37 GMT",
        "Sun, 06 Nov 1994 08:49:37 CET",
        "Sun, 06 nov 1994 08:49:37 GMT",
        "Sun, 6 Nov 1994 08:49:37 GMT",
        "Sun, 31 Feb 1994 08:49:37 GMT",
        "Sun, 06 Nov 1994 24:00:00 GMT",
        "Sun, 06 Nov 1994 08:49:61 GMT",
        "Someday, 06-Nov-94 08:49:37 GMT",
        "Sun Nov 06 08:49 1994 xxxx",
        "1994-11-06T08:49:37Z"
      })
  void otherDatesAreNone(String text) {
    assertThat(HttpDate.parse(text, NOW)).isEmpty();
  }

  private static List<String> ranges(String header, long size) {
    return RangeHeader.parse(header, 10).orElseThrow().in(size).stream()
        .map(range -> range.contentRange(size))
        .toList();
  }

  @Test
  void rangesAreResolvedAgainstASize() {
    assertThat(ranges("bytes=0-99", 1000)).containsExactly("bytes 0-99/1000");
    assertThat(ranges("bytes=990-2000", 1000)).containsExactly("bytes 990-999/1000");
    assertThat(ranges("bytes=990-", 1000)).containsExactly("bytes 990-999/1000");
    assertThat(ranges("bytes=-10", 1000)).containsExactly("bytes 990-999/1000");
    assertThat(ranges("bytes=-5000", 1000)).containsExactly("bytes 0-999/1000");
    assertThat(ranges("Bytes=0-0, , 2-2,-1", 5))
        .containsExactly("bytes 0-0/5", "bytes 2-2/5", "bytes 4-4/5");
    assertThat(ranges("bytes=1000-", 1000)).isEmpty();
    assertThat(ranges("bytes=-0", 1000)).isEmpty();
    assertThat(ranges("bytes=0-", 0)).isEmpty();
    assertThat(ranges("bytes=99999999999999999999-", 1000)).isEmpty();
    assertThat(ranges("bytes=0-99999999999999999999", 10)).containsExactly("bytes 0-9/10");
    assertThat(ByteRange.unsatisfied(5)).isEqualTo("bytes */5");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "bytes=",
        "bytes=,",
        "bytes=-",
        "bytes=5-4",
        "bytes=a-b",
        "bytes=1",
        "bytes= 1 - 2",
        "bytes=0-1;2-3",
        "items=0-1",
        "0-1",
        "bytes=--1",
        "bytes=1-2-3",
        "bytes=+1-2",
        "bytes=0-0,1-1,2-2,3-3,4-4,5-5,6-6,7-7,8-8,9-9,10-10"
      })
  void otherRangesAreIgnored(String header) {
    assertThat(RangeHeader.parse(header, 10)).isEmpty();
  }

  @Test
  void nearRangesAreJoined() {
    List<ByteRange> joined =
        RangeHeader.coalesce(
            List.of(
                new ByteRange(50, 10),
                new ByteRange(0, 10),
                new ByteRange(5, 10),
                new ByteRange(17, 3)),
            2);
    assertThat(joined).containsExactly(new ByteRange(0, 20), new ByteRange(50, 10));
  }

  @Test
  void entityTagsAreComparedStronglyOrWeakly() {
    EntityTag strong = EntityTag.parse("\"abc\"").orElseThrow();
    EntityTag weak = EntityTag.parse("W/\"abc\"").orElseThrow();
    assertThat(strong.equalsStrongly(EntityTag.strong("abc"))).isTrue();
    assertThat(strong.equalsStrongly(weak)).isFalse();
    assertThat(weak.equalsStrongly(weak)).isFalse();
    assertThat(strong.equalsWeakly(weak)).isTrue();
    assertThat(weak.format()).isEqualTo("W/\"abc\"");
    EntityTags tags = EntityTags.parse(" \"x,y\" ,, W/\"abc\"").orElseThrow();
    assertThat(tags.tags()).hasSize(2);
    assertThat(tags.matchesWeakly(strong)).isTrue();
    assertThat(tags.matchesStrongly(strong)).isFalse();
    assertThat(EntityTags.parse("*").orElseThrow().matchesStrongly(strong)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "abc", "\"abc", "abc\"", "\"a\" \"b\"", "w/\"a\"", "\"a b\"", "*,\"a\""})
  void otherEntityTagsAreNone(String text) {
    assertThat(EntityTags.parse(text)).isEmpty();
  }

  @Test
  void mediaTypesCarryTheirParameters() {
    MediaType type =
        MediaType.parse("Multipart/Form-Data; Boundary=\"a \\\"b\\\"\" ; x=1;").orElseThrow();
    assertThat(type.is("multipart/form-data")).isTrue();
    assertThat(type.parameters()).isEqualTo(Map.of("boundary", "a \"b\"", "x", "1"));
    assertThat(type.format()).isEqualTo("multipart/form-data; boundary=\"a \\\"b\\\"\"; x=1");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "text",
        "/html",
        "text/",
        "text/html; a",
        "text/html; a=",
        "text/html; =b",
        "text/html; a=\"b",
        "text/html; a=1; a=2",
        "te xt/html",
        "text/html a=b"
      })
  void otherMediaTypesAreNone(String text) {
    assertThat(MediaType.parse(text)).isEmpty();
  }

  @Test
  void dispositionsNameFiles() {
    assertThat(
            ContentDisposition.parse("form-data; name=\"a\"; filename=\"x;\\\"y.txt\"")
                .orElseThrow()
                .fileName())
        .contains("x;\"y.txt");
    assertThat(
            ContentDisposition.parse("attachment; filename=e.txt; filename*=UTF-8'en'%c3%a9.txt")
                .orElseThrow()
                .fileName())
        .contains("\u00e9.txt");
    assertThat(
            ContentDisposition.parse("attachment; filename=e.txt; filename*=UTF-8''%zz")
                .orElseThrow()
                .fileName())
        .contains("e.txt");
    assertThat(ContentDisposition.format("inline", "a.txt")).isEqualTo("inline; filename=a.txt");
    assertThat(ContentDisposition.format("inline", "a b\"c"))
        .isEqualTo("inline; filename=\"a b\\\"c\"");
    assertThat(ContentDisposition.format("attachment", "\u00e9 x"))
        .isEqualTo("attachment; filename*=utf-8''%C3%A9%20x");
    assertThat(ContentDisposition.parse("; name=a")).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "gzip, deflate|gzip|true",
        "GZIP;q=0.5|gzip|true",
        "gzip;q=0|gzip|false",
        "*|gzip|true",
        "*;q=0, gzip|gzip|true",
        "*;q=0|gzip|false",
        "br|gzip|false",
        "gzip;q=2|gzip|false",
        "gzip;r=1|gzip|false",
        "identity;q=0|identity|false",
        "br|identity|true",
        "*;q=0|identity|false"
      })
  void codingsAreAcceptedByWeight(String header, String coding, boolean accepted) {
    assertThat(AcceptEncoding.parse(header).accepts(coding)).isEqualTo(accepted);
  }

  private static final String TRACE = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";

  @Test
  void tracesAreReadWrittenAndHandedOn() {
    TraceParent trace = TraceParent.parse(TRACE).orElseThrow();
    assertThat(trace.format()).isEqualTo(TRACE);
    TraceParent child = trace.child(new SeededRandomness(1));
    assertThat(child.traceId()).isEqualTo(trace.traceId());
    assertThat(child.spanId()).isNotEqualTo(trace.spanId());
    assertThat(TraceParent.parse(TraceParent.begin(new SeededRandomness(1)).format())).isPresent();
    assertThat(TraceParent.parse("01" + TRACE.substring(2) + "-more")).isPresent();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331",
        "00-0AF7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
        "00-00000000000000000000000000000000-b7ad6b7169203331-01",
        "00-0af7651916cd43dd8448eb211c80319c-0000000000000000-01",
        "ff-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
        "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01-more",
        "01-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01.more"
      })
  void brokenTracesAreNone(String text) {
    assertThat(TraceParent.parse(text)).isEmpty();
  }
}
