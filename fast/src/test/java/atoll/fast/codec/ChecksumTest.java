package atoll.fast.codec;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ChecksumTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "``|0|0|0",
        "123456789|9|0xBB3D|0x31C3",
        "[\"hello\",\"world\"]|17|7500|10980",
        "{\"m\":{\"uts\":1457475515355000,\"name\":\"date\"},\"d\":[]}|51|19439|38806",
        "é|2|0x8E90|0x6C07",
        "{\"d\":[\"☃\"]}|13|8125|59140",
        "{\"m\":{\"uts\":0,\"name\":\"é☃\"},\"d\":[]}|37|64242|42048",
      })
  void bothVersionsGiveTheGoldenValues(String text, int length, String v2, String v1) {
    byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
    assertThat(utf8).hasSize(length);
    assertThat(Protocol.V2.checksum(utf8, 0, utf8.length)).isEqualTo(Integer.decode(v2));
    assertThat(Protocol.V1.checksum(utf8, 0, utf8.length)).isEqualTo(Integer.decode(v1));
  }

  @Test
  void eightBytesAtATimeGiveWhatOneBitAtATimeGives() {
    long seed = 20261121;
    Random random = new Random(seed);
    for (int length = 0; length < 200; length++) {
      byte[] bytes = new byte[length + 7];
      random.nextBytes(bytes);
      assertThat(Protocol.V2.checksum(bytes, 3, length))
          .as("seed %d, length %d", seed, length)
          .isEqualTo(bitwiseArc(bytes, 3, length));
    }
  }

  private static int bitwiseArc(byte[] bytes, int from, int length) {
    int crc = 0;
    for (int i = from; i < from + length; i++) {
      crc ^= bytes[i] & 0xFF;
      for (int bit = 0; bit < 8; bit++) {
        crc = (crc & 1) != 0 ? crc >> 1 ^ 0xA001 : crc >> 1;
      }
    }
    return crc;
  }

  @Test
  void versionOneCountsTheTwoUnitsOfASurrogatePair() {
    byte[] clef = "𝄞".getBytes(StandardCharsets.UTF_8);
    byte[] lowHalves = {(byte) 0x34, (byte) 0x1E};
    assertThat(Protocol.V1.checksum(clef, 0, clef.length))
        .isEqualTo(Protocol.V1.checksum(lowHalves, 0, 2));
  }
}
