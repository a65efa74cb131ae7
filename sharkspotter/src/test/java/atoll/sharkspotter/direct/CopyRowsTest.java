package atoll.sharkspotter.direct;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import atoll.kit.AtollException;
import atoll.kit.Bytes;
import atoll.kit.Fault;
import atoll.sharkspotter.row.Row;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CopyRowsTest {

  private static final String HEADER = "5047434f50590aff0d0a00" + "00000000" + "00000000";
  private static final String ID_7 = "0003" + "00000008" + "0000000000000007";
  private static final String ROW = ID_7 + "00000001" + "45" + "00000002" + "7b7d";
  private static final String NULLS = ID_7 + "ffffffff" + "ffffffff";
  private static final String END = "ffff";

  private final List<Row> taken = new ArrayList<>();

  private static byte[] bytes(String hex) {
    return Bytes.hex(hex).toArray();
  }

  private void read(String... messages) {
    CopyRows rows =
        new CopyRows(row -> {
          taken.add(row);
          return true;
        });
    for (String message : messages) {
      assertThat(rows.take(bytes(message))).isTrue();
    }
    rows.end();
  }

  private void assertCorrupt(String... messages) {
    assertThatExceptionOfType(AtollException.class)
        .isThrownBy(() -> read(messages))
        .matches(thrown -> thrown.fault() == Fault.CORRUPT)
        .withMessageContaining("malformed at byte");
  }

  @Test
  void readsRowsHoweverTheServerCutsThem() {
    read(HEADER + ROW, NULLS, END);
    read(HEADER, ROW + NULLS + END);
    assertThat(taken).hasSize(4);
    assertThat(taken).allMatch(row -> row.id() == 7);
    assertThat(String.valueOf(taken.getFirst().etag())).isEqualTo("E");
    assertThat(String.valueOf(taken.getFirst().value())).isEqualTo("{}");
    assertThat(taken.get(1).etag()).isNull();
    assertThat(taken.get(1).value()).isNull();
  }

  @Test
  void whatFollowsTheHeaderInANewerServerIsPassedOver() {
    read("5047434f50590aff0d0a00" + "00000000" + "00000003" + "aabbcc" + ROW, END);
    assertThat(taken).hasSize(1);
  }

  @Test
  void aSinkThatWantsNoMoreIsLeftAlone() {
    CopyRows rows =
        new CopyRows(row -> {
          taken.add(row);
          return false;
        });
    assertThat(rows.take(bytes(HEADER + ROW + ROW))).isFalse();
    assertThat(taken).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        // No signature; unknown flags; a header cut short.
        "5047434f50590aff0d0a01" + "00000000" + "00000000" + END,
        "5047434f50590aff0d0a00" + "00010000" + "00000000" + END,
        "5047434f50590aff",
        "5047434f50590aff0d0a00" + "00000000" + "7fffffff" + END,
        // Too many fields; an id of four bytes; lengths beyond the message, and below null.
        HEADER + "0004" + END,
        HEADER + "0003" + "00000004" + "00000007" + "ffffffff" + "ffffffff" + END,
        HEADER + ID_7 + "00000002" + "45",
        HEADER + ID_7 + "fffffffe" + "ffffffff" + END,
        // A row cut short; bytes behind the end; no end.
        HEADER + ID_7,
        HEADER + END + ROW,
        HEADER + ROW,
        HEADER + "ff",
      })
  void whatIsMalformedIsCorrupt(String message) {
    assertCorrupt(message);
  }

  @Test
  void nothingAtAllIsNoStream() {
    assertCorrupt();
  }
}
