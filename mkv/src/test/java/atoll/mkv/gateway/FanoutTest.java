package atoll.mkv.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import atoll.kit.real.RealClock;
import atoll.mkv.hosts.BlobUpload;
import atoll.mkv.hosts.HostFailure;
import atoll.mkv.hosts.HostResult;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// Lanes of different speeds send the same bytes, in memory that is used again.
class FanoutTest {

  private static final int PIECES = 400;
  private static final long SEED = 99;
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  /// Keeps what it is sent.
  ///
  /// @param worth how much it computes for each piece, so that lanes differ in speed
  /// @param last how many pieces it takes before it breaks
  private record Kept(ByteArrayOutputStream bytes, int worth, int last) implements BlobUpload {

    @Override
    public Optional<HostFailure> write(ByteBuffer piece) {
      byte[] taken = new byte[piece.remaining()];
      piece.get(taken);
      for (int round = 0; round < worth; round++) {
        new Random(round).nextBytes(new byte[taken.length]);
      }
      bytes.writeBytes(taken);
      return bytes.size() >= last * taken.length
          ? Optional.of(new HostFailure.NoSpace())
          : Optional.empty();
    }

    @Override
    public HostResult finish() {
      return HostResult.done();
    }

    @Override
    public void close() {}
  }

  private static Kept kept(int worth, int last) {
    return new Kept(new ByteArrayOutputStream(), worth, last);
  }

  @Test
  void givesAllLanesTheSameBytesInAFewPieces() {
    Kept quick = kept(0, Integer.MAX_VALUE / (1 << 17));
    Kept slow = kept(3, Integer.MAX_VALUE / (1 << 17));
    Kept broken = kept(1, PIECES / 2);
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    Set<ByteBuffer> used = Collections.newSetFromMap(new IdentityHashMap<>());
    Random random = new Random(SEED);
    List<HostResult> results;
    try (Fanout fanout = new Fanout(List.of(quick, slow, broken), 2, PATIENCE, new RealClock())) {
      for (int number = 0; number < PIECES; number++) {
        ByteBuffer piece = fanout.piece();
        used.add(piece);
        byte[] content = new byte[piece.remaining()];
        random.nextBytes(content);
        all.writeBytes(content);
        assertThat(fanout.offer(piece.put(content).flip())).isGreaterThanOrEqualTo(2);
      }
      results = fanout.finish(PATIENCE);
    }
    assertThat(results.get(0).isDone()).isTrue();
    assertThat(results.get(1).isDone()).isTrue();
    assertThat(results.get(2)).isEqualTo(HostResult.failed(new HostFailure.NoSpace()));
    assertThat(quick.bytes().toByteArray()).as("seed " + SEED).isEqualTo(all.toByteArray());
    assertThat(slow.bytes().toByteArray()).as("seed " + SEED).isEqualTo(all.toByteArray());
    // Four wait in a lane, one is sent, one is filled; what waited in the broken lane is lost.
    assertThat(used).hasSizeLessThanOrEqualTo(12);
  }
}
