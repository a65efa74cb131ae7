package atoll.volume.index;

import static org.assertj.core.api.Assertions.assertThat;

import atoll.volume.Corpus;
import atoll.volume.needle.NeedleId;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class WidthGuessTest {

  static List<Corpus.Volume> volumes() {
    return Corpus.volumes();
  }

  @ParameterizedTest
  @MethodSource("volumes")
  void filesOfTheGoServerTellTheirWidth(Corpus.Volume volume) {
    ByteBuffer index = Corpus.buffer(volume.index());
    assertThat(WidthGuess.of(index, index.limit(), Corpus.content(volume.data()).length))
        .containsExactly(volume.width());
  }

  @ParameterizedTest
  @EnumSource
  void aFileTellsItsWidthAtAnyLengthTornOrNot(OffsetWidth width) {
    for (long seed = 1; seed <= 500; seed++) {
      SplittableRandom random = new SplittableRandom(seed);
      int rows = 2 + random.nextInt(600);
      ByteBuffer index = ByteBuffer.allocateDirect(rows * width.rowBytes());
      long end = 8;
      for (int row = 0; row < rows; row++) {
        int size = 8 + random.nextInt(100_000);
        new IndexRow(new NeedleId(random.nextLong()), end, size).write(index, width);
        end += (size + 44) / 8 * 8L;
      }
      assertThat(WidthGuess.of(index.flip(), index.limit(), end))
          .as("seed " + seed)
          .containsExactly(width);
      index.limit(index.limit() - random.nextInt(width.rowBytes()));
      assertThat(WidthGuess.of(index, index.limit(), end)).as("seed " + seed).contains(width);
    }
  }

  @Test
  void anEmptyFileFitsBothWidthsAndGarbageNone() {
    ByteBuffer none = ByteBuffer.allocateDirect(0);
    assertThat(WidthGuess.of(none, 0, 8)).containsExactly(OffsetWidth.values());
    ByteBuffer garbage = ByteBuffer.allocateDirect(64);
    garbage.put(13, (byte) 0x80).put(12, (byte) 0x80);
    assertThat(WidthGuess.of(garbage, 64, 1 << 20)).isEmpty();
  }
}
