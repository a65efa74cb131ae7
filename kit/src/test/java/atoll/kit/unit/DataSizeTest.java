package atoll.kit.unit;

import static atoll.kit.Faults.faultOf;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import atoll.kit.AtollException;
import atoll.kit.Fault;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DataSizeTest {

  @ParameterizedTest
  @CsvSource({
    "512, 512",
    "0, 0",
    "0B, 0",
    "30GB, 30000000000",
    "10GiB, 10737418240",
    "8 MiB, 8388608",
    "1.5 KiB, 1536",
    "0.3kb, 300",
    "1tib, 1099511627776",
    "'  2MB ', 2000000",
    "7.999999999999999999132638262011596452794037759304046630859375EiB, 9223372036854775807",
    "9223372036854775807, 9223372036854775807",
  })
  void parsesWhatPeopleWrite(String text, long bytes) {
    if (text.length() < 30) {
      assertThat(DataSize.parse(text).bytes()).isEqualTo(bytes);
    } else {
      // More digits than any size needs.
      assertThat(faultOf(() -> DataSize.parse(text)).fault()).isEqualTo(Fault.BAD_INPUT);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "GB",
        "-1",
        "1.",
        ".5",
        "1 2",
        "1K",
        "5M",
        "1e3",
        "1,5GB",
        "1GBs",
        "10 GiB free",
        "8EiB",
        "9223372036854775808",
        "0.3",
        "1.0001KB",
        "99999999999999999999999EB",
        "٣"
      })
  void refusesTheRestNamingTheTextAndWhatIsAccepted(String text) {
    AtollException bad = faultOf(() -> DataSize.parse(text));
    assertThat(bad.fault()).isEqualTo(Fault.BAD_INPUT);
    assertThat(bad).hasMessageContaining("\"" + text + "\"");
    assertThat(bad.getMessage()).containsAnyOf("512, 30GB", "whole number of bytes");
  }

  @ParameterizedTest
  @CsvSource({
    "0, 0B",
    "1, 1B",
    "1023, 1023B",
    "1025, 1025B",
    "1024, 1KiB",
    "1000, 1KB",
    "8388608, 8MiB",
    "30000000000, 30GB",
    "9223372036854775807, 9223372036854775807B",
  })
  void printsExactly(long bytes, String text) {
    assertThat(DataSize.ofBytes(bytes)).hasToString(text);
  }

  @Test
  void readsBackWhateverItPrintsExactly() {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    for (int round = 0; round < 10_000; round++) {
      DataSize size = new DataSize(random.nextLong() >>> 1 >>> random.nextInt(63));
      assertThat(DataSize.parse(size.exact())).as("seed %s", seed).isEqualTo(size);
      DataSize whole = DataSize.ofMebibytes(size.bytes() >>> 24);
      assertThat(DataSize.parse(whole.exact())).as("seed %s", seed).isEqualTo(whole);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "0, 0 B",
    "512, 512 B",
    "1000, 1000 B",
    "1023, 1023 B",
    "1024, 1 KiB",
    "1536, 1.5 KiB",
    "104857, 102 KiB",
    "1048063, 1023 KiB",
    "1048523, 1 MiB",
    "1048575, 1 MiB",
    "1610612736, 1.5 GiB",
    "9223372036854775807, 8 EiB",
  })
  void printsBriefly(long bytes, String text) {
    String brief = DataSize.ofBytes(bytes).brief();
    assertThat(brief).isEqualTo(text);
  }

  @Test
  void cannotBeNegative() {
    assertThatThrownBy(() -> DataSize.ofBytes(-1)).isInstanceOf(AssertionError.class);
  }

  @Test
  void comparesByBytes() {
    assertThat(DataSize.ofGibibytes(1)).isGreaterThan(DataSize.parse("1GB"));
    assertThat(DataSize.ofKibibytes(1024)).isEqualTo(DataSize.ofMebibytes(1));
  }
}
