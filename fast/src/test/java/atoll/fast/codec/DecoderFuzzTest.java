package atoll.fast.codec;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/// Whatever arrives, a decoder answers with messages or with one of its typed errors, and holds no
/// more memory than has arrived.
final class DecoderFuzzTest {

  private static final int LIMIT = 1 << 20;

  @Test
  void noiseOnlyGivesTypedErrors() {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    for (int round = 0; round < 10_000; round++) {
      byte[] noise = new byte[random.nextInt(200)];
      random.nextBytes(noise);
      // A plausible header gets the noise past the first checks.
      if (noise.length > 3 && random.nextBoolean()) {
        noise[0] = (byte) (1 + random.nextInt(2));
        noise[1] = 1;
        noise[2] = (byte) (1 + random.nextInt(3));
      }
      decodeAll(noise, random, "seed " + seed + ", round " + round);
    }
  }

  @Test
  void damagedRecordingsOnlyGiveTypedErrors() {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    byte[][] recordings = {
      Frames.recorded("v1-fail.answer.bin"),
      Frames.recorded("v2-echo-unicode.answer.bin"),
      Frames.recorded("v2-bundled.request.bin")
    };
    for (int round = 0; round < 10_000; round++) {
      byte[] damaged = recordings[random.nextInt(recordings.length)].clone();
      for (int i = random.nextInt(4); i >= 0; i--) {
        damaged[random.nextInt(damaged.length)] ^= (byte) (1 << random.nextInt(8));
      }
      decodeAll(damaged, random, "seed " + seed + ", round " + round);
    }
  }

  @Test
  void damagedPayloadsWithARightChecksumOnlyGiveTypedErrors() {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    byte[] payload =
        "{\"m\":{\"uts\":1,\"name\":\"é\"},\"d\":[{\"name\":\"a\",\"message\":\"☃\"},1.5e7,null]}"
            .getBytes(StandardCharsets.UTF_8);
    for (int round = 0; round < 20_000; round++) {
      byte[] damaged = payload.clone();
      for (int i = random.nextInt(5); i >= 0; i--) {
        damaged[random.nextInt(damaged.length)] = (byte) random.nextInt(256);
      }
      int version = 1 + random.nextInt(2);
      Protocol protocol = version == 1 ? Protocol.V1 : Protocol.V2;
      byte[] frame =
          Frames.frame(
              version,
              1,
              1 + random.nextInt(3),
              random.nextInt(Integer.MAX_VALUE),
              protocol.checksum(damaged, 0, damaged.length),
              damaged.length,
              damaged);
      decodeAll(frame, random, "seed " + seed + ", round " + round);
    }
  }

  private static void decodeAll(byte[] bytes, Random random, String where) {
    Decoder decoder = new Decoder(LIMIT);
    List<Decoded> found = new ArrayList<>();
    try {
      int at = 0;
      while (at < bytes.length) {
        int piece = Math.min(bytes.length - at, 1 + random.nextInt(100));
        Frames.take(decoder, ByteBuffer.wrap(bytes, at, piece), found);
        at += piece;
      }
      decoder.end().ifPresent(found::add);
      for (Decoded decoded : found) {
        use(decoded);
      }
    } catch (RuntimeException | AssertionError e) {
      throw new AssertionError(where, e);
    }
  }

  /// Reads all that a receiver may read: what was let through must be readable to the end.
  private static void use(Decoded decoded) {
    switch (decoded) {
      case Message.Data data -> assertThat(data.values().toList()).hasSize(data.values().size());
      case Message.End end -> assertThat(end.values().toList()).hasSize(end.values().size());
      case Message.Failure failure -> assertThat(failure.error().name()).isNotNull();
      case ProtocolError error -> {
        assertThat(error.reason()).isNotBlank();
        assertThat(error.message()).isNotBlank();
      }
      case Decoded.NeedMore.INSTANCE -> throw new AssertionError("nothing was found");
    }
  }

  @Test
  void memoryGrowsWithWhatArrivesAndNotWithWhatIsAnnounced() {
    byte[] header = Frames.frame(2, 1, 1, 1, 0, Frames.LIMIT, new byte[100]);
    Decoder decoder = new Decoder(Frames.LIMIT);
    assertThat(decoder.next(ByteBuffer.wrap(header))).isEqualTo(Decoded.NeedMore.INSTANCE);
    int arrived = 100;
    byte[] piece = new byte[10_000];
    while (arrived + piece.length < 3_000_000) {
      assertThat(decoder.heldBytes()).isBetween(arrived, 2 * Math.max(64 * 1024, arrived));
      assertThat(decoder.next(ByteBuffer.wrap(piece))).isEqualTo(Decoded.NeedMore.INSTANCE);
      arrived += piece.length;
    }
  }
}
