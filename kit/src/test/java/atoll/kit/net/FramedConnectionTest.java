package atoll.kit.net;

import static atoll.kit.Faults.assertFault;
import static atoll.kit.Faults.faultOf;
import static org.assertj.core.api.Assertions.assertThat;

import atoll.kit.AtollException;
import atoll.kit.Deadline;
import atoll.kit.Fault;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class FramedConnectionTest {

  private static final Deadline DEADLINE = new Deadline(0);
  private static final int LONGEST = 1 << 20;
  private static final int MAGIC = 0x5a;

  /// One byte of magic, four of the body's length, the body.
  private static final Framing FRAMING =
      received -> {
        if (received.get(received.position()) != MAGIC) {
          throw new AtollException(Fault.CORRUPT, "no magic");
        }
        return received.remaining() < 5
            ? Framing.MORE
            : 5 + received.getInt(received.position() + 1);
      };

  private final ScriptedConnection scripted = new ScriptedConnection();
  private final FramedConnection framed = new FramedConnection(scripted, FRAMING, LONGEST);

  @Test
  void receivesFramesHoweverTheBytesCome() {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    for (int round = 0; round < 50; round++) {
      int[] lengths = random.ints(20, 0, 3_000).toArray();
      ByteBuffer stream = ByteBuffer.allocate(20 * 3_005);
      for (int length : lengths) {
        stream.put(frame(length));
      }
      stream.flip();
      while (stream.hasRemaining()) {
        byte[] piece = new byte[Math.min(stream.remaining(), 1 + random.nextInt(5_000))];
        stream.get(piece);
        scripted.put(piece);
      }
      for (int length : lengths) {
        assertThat(receive()).as("seed %s", seed).isEqualTo(ByteBuffer.wrap(frame(length)));
      }
    }
    scripted.ended = true;
    assertThat(framed.receive(DEADLINE)).isEmpty();
  }

  @Test
  void goesOnAfterATimeoutInsideAFrame() {
    byte[] frame = frame(100);
    scripted.put(Arrays.copyOf(frame, 40));
    assertFault(Fault.TIMEOUT, () -> framed.receive(DEADLINE));
    scripted.put(Arrays.copyOfRange(frame, 40, 105));
    assertThat(receive()).isEqualTo(ByteBuffer.wrap(frame));
  }

  @Test
  void tellsAFrameThatIsTooLargeFromOneThatIsCorrupt() {
    scripted.put(frame(3));
    scripted.put((byte) MAGIC, (byte) 0, (byte) 0x10, (byte) 0, (byte) 0);
    receive();
    AtollException tooLarge = faultOf(() -> framed.receive(DEADLINE));
    assertThat(tooLarge.fault()).isEqualTo(Fault.TOO_LARGE);
    assertThat(tooLarge)
        .hasMessageContaining("byte 8 from there:2")
        .hasMessageContaining("1048581");

    ScriptedConnection other = new ScriptedConnection();
    other.put((byte) 1);
    assertFault(
        Fault.CORRUPT, () -> new FramedConnection(other, FRAMING, LONGEST).receive(DEADLINE));
  }

  @Test
  void aHeaderWithoutEndIsTooLarge() {
    FramedConnection endless = new FramedConnection(scripted, received -> Framing.MORE, 100);
    scripted.put(new byte[200]);
    assertFault(Fault.TOO_LARGE, () -> endless.receive(DEADLINE));
  }

  @Test
  void takesAFrameOfExactlyTheLimit() {
    scripted.put(frame(LONGEST - 5));
    assertThat(receive().remaining()).isEqualTo(LONGEST);
    scripted.ended = true;
    assertThat(framed.receive(DEADLINE)).isEmpty();
  }

  @Test
  void anEndInsideAFrameSaysHowMuchIsMissing() {
    scripted.put(Arrays.copyOf(frame(100), 40));
    scripted.ended = true;
    AtollException ended = faultOf(() -> framed.receive(DEADLINE));
    assertThat(ended.fault()).isEqualTo(Fault.UNREACHABLE);
    assertThat(ended).hasMessageContaining("65 of its 105 bytes missing");
  }

  @Test
  void anEndInsideAHeaderSaysSo() {
    scripted.put((byte) MAGIC, (byte) 0);
    scripted.ended = true;
    assertThat(faultOf(() -> framed.receive(DEADLINE)))
        .hasMessageContaining("inside its header, 2 bytes in");
  }

  @Test
  void aClaimToBeLongCostsNothing() {
    scripted.put((byte) MAGIC, (byte) 0, (byte) 0x0f, (byte) 0, (byte) 0);
    assertFault(Fault.TIMEOUT, () -> framed.receive(DEADLINE));
    assertThat(framed.bufferBytes()).isEqualTo(FramedConnection.SMALLEST_BUFFER_BYTES);
  }

  @Test
  void growsForALargeFrameAndShrinksOnceFramesStaySmall() {
    scripted.put(frame(300_000));
    assertThat(receive().remaining()).isEqualTo(300_005);
    int grown = framed.bufferBytes();
    assertThat(grown).isBetween(300_005, 600_010);
    for (int small = 0; small < FramedConnection.PATIENCE_FRAMES; small++) {
      assertThat(framed.bufferBytes()).isEqualTo(grown);
      scripted.put(frame(100));
      assertThat(receive()).isEqualTo(ByteBuffer.wrap(frame(100)));
    }
    scripted.put(frame(100));
    assertThat(receive()).isEqualTo(ByteBuffer.wrap(frame(100)));
    assertThat(framed.bufferBytes()).isEqualTo(FramedConnection.SMALLEST_BUFFER_BYTES);
  }

  @Test
  void sendsAndClosesThroughItsConnection() {
    framed.send(DEADLINE, ByteBuffer.wrap(frame(2)), ByteBuffer.wrap(frame(3)));
    assertThat(scripted.written.position()).isEqualTo(15);
    framed.close();
    assertThat(scripted.closed).isTrue();
    assertThat(framed.connection()).isSameAs(scripted);
  }

  private ByteBuffer receive() {
    return framed.receive(DEADLINE).orElseThrow();
  }

  private static byte[] frame(int bodyLength) {
    byte[] body = new byte[bodyLength];
    new Random(bodyLength).nextBytes(body);
    return ByteBuffer.allocate(5 + bodyLength)
        .put((byte) MAGIC)
        .putInt(bodyLength)
        .put(body)
        .array();
  }
}
