package atoll.fast.codec;

import static atoll.fast.codec.Frames.data;
import static atoll.fast.codec.Frames.decode;
import static atoll.fast.codec.Frames.frame;
import static atoll.fast.codec.Frames.join;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class DecoderErrorTest {

  private static final String GOOD = "{\"m\":{\"uts\":1,\"name\":\"x\"},\"d\":[]}";

  private static ProtocolError only(byte[] bytes) {
    List<Decoded> found = decode(bytes);
    assertThat(found).hasSize(1);
    return (ProtocolError) found.getFirst();
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 3, 37, 255})
  void anotherVersionIsRefused(int version) {
    ProtocolError error = only(frame(version, 1, 1, 1, GOOD));
    assertThat(error).isEqualTo(new ProtocolError.UnsupportedVersion(version));
    assertThat(error.reason()).isEqualTo("unsupported_version");
    assertThat(error.message()).contains("found " + version);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 2, 200})
  void anotherTypeIsRefused(int type) {
    ProtocolError error = only(frame(2, type, 1, 1, GOOD));
    assertThat(error).isEqualTo(new ProtocolError.UnsupportedType(type));
    assertThat(error.reason()).isEqualTo("unsupported_type");
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 4, 128})
  void anotherStatusIsRefused(int status) {
    ProtocolError error = only(frame(2, 1, status, 1, GOOD));
    assertThat(error).isEqualTo(new ProtocolError.UnsupportedStatus(status));
    assertThat(error.reason()).isEqualTo("unsupported_status");
  }

  @ParameterizedTest
  @ValueSource(longs = {0x8000_0000L, 0xFFFF_FFFFL})
  void anIdBeyond31BitsIsRefused(long id) {
    ProtocolError error = only(frame(2, 1, 1, id, GOOD));
    assertThat(error).isEqualTo(new ProtocolError.InvalidMessageId(id));
    assertThat(error.reason()).isEqualTo("invalid_msgid");
  }

  @Test
  void aPayloadAboveTheLimitIsRefusedByItsHeaderAlone() {
    byte[] header = frame(2, 1, 1, 1, 0, 0xFFFF_FFFFL, new byte[0]);
    Decoder decoder = new Decoder(1024);
    assertThat(decoder.next(ByteBuffer.wrap(header)))
        .isEqualTo(new ProtocolError.TooLarge(0xFFFF_FFFFL, 1024));
    assertThat(new Decoder(1024).next(ByteBuffer.wrap(frame(2, 1, 1, 1, 0, 1025, new byte[0]))))
        .isEqualTo(new ProtocolError.TooLarge(1025, 1024));
    assertThat(new Decoder(1024).next(ByteBuffer.wrap(frame(2, 1, 1, 1, 0, 1024, new byte[0]))))
        .isEqualTo(Decoded.NeedMore.INSTANCE);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2})
  void aWrongChecksumIsRefusedInBothVersions(int version) {
    byte[] payload = GOOD.getBytes(StandardCharsets.UTF_8);
    ProtocolError error = only(frame(version, 1, 1, 1, 0xDEAD_BEEFL, payload.length, payload));
    assertThat(error).isInstanceOf(ProtocolError.BadChecksum.class);
    assertThat(error.reason()).isEqualTo("bad_crc");
    ProtocolError.BadChecksum bad = (ProtocolError.BadChecksum) error;
    assertThat(bad.expected()).isEqualTo(0xDEAD_BEEFL);
    assertThat(bad.calculated()).isEqualTo(bad.protocol().checksum(payload, 0, payload.length));
    assertThat(bad.protocol().number()).isEqualTo(version);
  }

  @Test
  void theChecksumOfTheOtherVersionIsRefused() {
    byte[] payload = GOOD.getBytes(StandardCharsets.UTF_8);
    int v1 = Protocol.V1.checksum(payload, 0, payload.length);
    assertThat(only(frame(2, 1, 1, 1, v1, payload.length, payload)).reason()).isEqualTo("bad_crc");
  }

  @Test
  void bitsAboveTheChecksumsSixteenCount() {
    byte[] payload = GOOD.getBytes(StandardCharsets.UTF_8);
    int v2 = Protocol.V2.checksum(payload, 0, payload.length);
    assertThat(only(frame(2, 1, 1, 1, v2 | 0x10000, payload.length, payload)).reason())
        .isEqualTo("bad_crc");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "{",
        "{\"d\":[}",
        "{\"d\":[]} x",
        "{\"d\":[]}{}",
        "nul",
        "{'d':[]}",
        "[1,]"
      })
  void whatIsNotJsonIsRefused(String payload) {
    ProtocolError error = only(data(1, payload));
    assertThat(error).isInstanceOf(ProtocolError.InvalidJson.class);
    assertThat(error.reason()).isEqualTo("invalid_json");
  }

  @Test
  void whatIsNotUtf8IsRefused() {
    byte[] overlong = "{\"d\":[\"..\"]}".getBytes(StandardCharsets.ISO_8859_1);
    overlong[7] = (byte) 0xC0;
    overlong[8] = (byte) 0x80;
    byte[] wide = "{\"d\":[]}".getBytes(StandardCharsets.UTF_16LE);
    byte[] marked = "\uFEFF{\"d\":[]}".getBytes(StandardCharsets.UTF_8);
    for (byte[] payload : List.of(overlong, wide, marked)) {
      int checksum = Protocol.V2.checksum(payload, 0, payload.length);
      assertThat(only(frame(2, 1, 1, 1, checksum, payload.length, payload)).reason())
          .isEqualTo("invalid_json");
    }
  }

  @Test
  void tooDeeplyNestedJsonIsRefused() {
    String deep = "[".repeat(5000) + "]".repeat(5000);
    assertThat(only(data(1, "{\"d\":" + deep + "}")).reason()).isEqualTo("invalid_json");
  }

  @ParameterizedTest
  @ValueSource(strings = {"null", "[]", "[{}]", "7", "\"d\"", "true"})
  void aPayloadThatIsNoObjectIsRefused(String payload) {
    ProtocolError error = only(data(1, payload));
    assertThat(error).isInstanceOf(ProtocolError.BadPayload.class);
    assertThat(error.reason()).isEqualTo("bad_data");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"{}", "{\"d\":null}", "{\"d\":{}}", "{\"d\":\"[]\"}", "{\"d\":5}", "{\"m\":{}}"})
  void dataAndEndNeedAnArray(String payload) {
    for (int status = 1; status <= 2; status++) {
      ProtocolError error = only(frame(2, 1, status, 1, payload));
      assertThat(error).isInstanceOf(ProtocolError.BadValues.class);
      assertThat(error.reason()).isEqualTo("bad_data_d");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "{\"d\":null}",
        "{\"d\":[]}",
        "{\"d\":{}}",
        "{\"d\":{\"name\":\"a\"}}",
        "{\"d\":{\"message\":\"a\"}}",
        "{\"d\":{\"name\":null,\"message\":\"a\"}}",
        "{\"d\":{\"name\":\"a\",\"message\":5}}"
      })
  void anErrorNeedsNameAndMessage(String payload) {
    ProtocolError error = only(frame(2, 1, 3, 1, payload));
    assertThat(error).isInstanceOf(ProtocolError.BadError.class);
    assertThat(error.reason()).isEqualTo("bad_error");
  }

  @Test
  void theStreamMayNotEndInsideAMessage() {
    byte[] whole = data(1, GOOD);
    for (int length = 1; length < whole.length; length++) {
      Decoder decoder = new Decoder(1024);
      assertThat(decoder.next(ByteBuffer.wrap(whole, 0, length)))
          .isEqualTo(Decoded.NeedMore.INSTANCE);
      ProtocolError error = decoder.end().orElseThrow();
      assertThat(error)
          .isEqualTo(new ProtocolError.IncompleteMessage(length, length < 15 ? 15 : whole.length));
      assertThat(error.reason()).isEqualTo("incomplete_message");
    }
    assertThat(new Decoder(1024).end()).isEmpty();
  }

  @Test
  void whatIsFirstInTheHeaderIsReportedFirst() {
    assertThat(only(frame(9, 9, 9, -1, 0, -1, new byte[0])).reason())
        .isEqualTo("unsupported_version");
    assertThat(only(frame(2, 9, 9, -1, 0, -1, new byte[0])).reason()).isEqualTo("unsupported_type");
    assertThat(only(frame(2, 1, 9, -1, 0, -1, new byte[0])).reason())
        .isEqualTo("unsupported_status");
    assertThat(only(frame(2, 1, 1, -1, 0, -1, new byte[0])).reason()).isEqualTo("invalid_msgid");
  }

  @Test
  void theFirstWrongByteIsEnough() {
    assertThat(only(new byte[] {'G'})).isEqualTo(new ProtocolError.UnsupportedVersion('G'));
  }

  @Test
  void goodMessagesBeforeABadOneAreDeliveredAndTheErrorStays() {
    byte[] good = new byte[0];
    byte[][] parts = new byte[1001][];
    for (int i = 0; i < 1000; i++) {
      parts[i] = data(i, GOOD);
    }
    parts[1000] = join(data(1000, "{"), data(1001, GOOD), good);
    Decoder decoder = new Decoder(1024);
    ByteBuffer all = ByteBuffer.wrap(join(parts));
    for (int i = 0; i < 1000; i++) {
      assertThat(((Message.Data) decoder.next(all)).id()).isEqualTo(new MessageId(i));
    }
    Decoded error = decoder.next(all);
    assertThat(error).isInstanceOf(ProtocolError.InvalidJson.class);
    assertThat(decoder.next(all)).isSameAs(error);
    assertThat(decoder.end().orElseThrow()).isSameAs(error);
  }
}
