package atoll.volumeserver.blob;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RangePlanTest {

  private static final long SIZE = 11;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "bytes=0-3    | 0  | 4",
        "bytes=0-     | 0  | 11",
        "bytes=10-    | 10 | 1",
        "bytes=5-100  | 5  | 6",
        "bytes=-4     | 7  | 4",
        "bytes=-100   | 0  | 11",
        "bytes=-0     | 11 | 0",
        "bytes=11-    | 11 | 0",
        "bytes=11-20  | 11 | 0",
        "bytes= 2 - 4 | 2  | 3",
        "bytes=,3-3,  | 3  | 1",
      })
  void oneRangeIsOneStretch(String header, long first, long length) {
    assertThat(RangePlan.of(header, SIZE))
        .isEqualTo(new RangePlan.One(new ByteSpan(first, length)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "bytes=12-",
        "bytes=5-4",
        "bytes=a-b",
        "bytes=5",
        "bytes=-",
        "bytes=--5",
        "bytes=1-2,x",
        "Bytes=0-3",
        "items=0-3",
        "bytes=99999999999999999999-",
        "bytes 0-3"
      })
  void whatIsNoRangeIsRefused(String header) {
    assertThat(RangePlan.of(header, SIZE)).isEqualTo(new RangePlan.Invalid());
  }

  @ParameterizedTest
  @ValueSource(strings = {"bytes=", "bytes=,", "bytes=0-10,0-10", "bytes=0-5,0-5"})
  void noRangeAndMoreThanThereIsGetNothing(String header) {
    assertThat(RangePlan.of(header, SIZE)).isEqualTo(new RangePlan.Nothing());
  }

  @Test
  void withoutAHeaderEverythingIsSent() {
    assertThat(RangePlan.of(null, SIZE)).isEqualTo(RangePlan.WHOLE);
    assertThat(RangePlan.of("", SIZE)).isEqualTo(RangePlan.WHOLE);
  }

  @Test
  void severalRangesKeepTheirOrder() {
    assertThat(RangePlan.of("bytes=5-100, ,1-2", SIZE))
        .isEqualTo(new RangePlan.Many(List.of(new ByteSpan(5, 6), new ByteSpan(1, 2))));
  }

  @Test
  void moreRangesThanTheBoundAreRefused() {
    String many = "bytes=" + "0-0,".repeat(RangePlan.RANGES_MAX);
    assertThat(RangePlan.of(many, 1 << 20)).isInstanceOf(RangePlan.Many.class);
    assertThat(RangePlan.of(many + "0-0", 1 << 20)).isEqualTo(new RangePlan.Invalid());
  }

  @Test
  void anEmptyStretchEndsBeforeItBegins() {
    assertThat(new ByteSpan(11, 0).contentRange(SIZE)).isEqualTo("bytes 11-10/11");
    assertThat(new ByteSpan(2, 3).contentRange(SIZE)).isEqualTo("bytes 2-4/11");
  }
}
