package atoll.volume.superblock;

import static org.assertj.core.api.Assertions.assertThat;

import atoll.volume.Corpus;
import atoll.volume.needle.Parsed;
import org.junit.jupiter.api.Test;

class ReplicaPlacementTest {

  @Test
  void textsReadAsTheGoServerReadsThem() {
    for (String[] row : Corpus.table("replica-placement.tsv")) {
      Parsed<ReplicaPlacement> parsed = ReplicaPlacement.parse(row[0]);
      if (row[1].equals("ok")) {
        ReplicaPlacement expected =
            new ReplicaPlacement(
                Integer.parseInt(row[2]), Integer.parseInt(row[3]), Integer.parseInt(row[4]));
        assertThat(parsed).as(row[0]).isEqualTo(Parsed.value(expected));
        assertThat(Byte.toUnsignedInt(expected.toByte())).isEqualTo(Integer.parseInt(row[5]));
        assertThat(expected.copyCount()).isEqualTo(Integer.parseInt(row[6]));
      } else {
        assertThat(parsed).as(row[0]).isEqualTo(Parsed.malformed(row[2]));
      }
    }
  }
}
