package atoll.volume.needle;

import static org.assertj.core.api.Assertions.assertThat;

import atoll.volume.Corpus;
import org.junit.jupiter.api.Test;

class TtlTest {

  @Test
  void textsReadAsTheGoServerReadsThem() {
    for (String[] row : Corpus.table("ttl-text.tsv")) {
      Ttl expected = new Ttl(Integer.parseInt(row[1]), Integer.parseInt(row[2]));
      Parsed<Ttl> parsed = row[7].isEmpty() ? Parsed.value(expected) : Parsed.malformed(row[7]);
      assertThat(Ttl.parse(row[0])).as(row[0]).isEqualTo(parsed);
      assertThat(Ttl.parseLeniently(row[0])).as(row[0]).isEqualTo(expected);
      assertThat(expected).hasToString(row[3]);
      assertThat(expected.toWire()).isEqualTo(Integer.parseInt(row[4]));
      assertThat(expected.minutes()).isEqualTo(Long.parseLong(row[5]));
      assertThat(expected.seconds()).isEqualTo(Long.parseLong(row[6]));
    }
  }

  @Test
  void bytesMeanWhatTheyMeanToTheGoServer() {
    for (String[] row : Corpus.table("ttl-bytes.tsv")) {
      Ttl ttl = new Ttl(Integer.parseInt(row[0]), Integer.parseInt(row[1]));
      assertThat(ttl).hasToString(row[2]);
      assertThat(ttl.toWire()).isEqualTo(Integer.parseInt(row[3]));
      assertThat(ttl.minutes()).isEqualTo(Long.parseLong(row[4]));
      assertThat(ttl.seconds()).isEqualTo(Long.parseLong(row[5]));
    }
  }

  @Test
  void theWireFormReadsBack() {
    for (int count = 1; count < 256; count++) {
      for (int unit = 0; unit < 256; unit++) {
        Ttl ttl = new Ttl(count, unit);
        assertThat(Ttl.fromWire(ttl.toWire())).isEqualTo(ttl);
      }
    }
    assertThat(Ttl.fromWire(0)).isEqualTo(Ttl.NONE);
  }
}
