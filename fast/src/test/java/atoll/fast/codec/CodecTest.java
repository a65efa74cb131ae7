package atoll.fast.codec;

import static atoll.fast.codec.Frames.data;
import static atoll.fast.codec.Frames.decode;
import static atoll.fast.codec.Frames.frame;
import static atoll.fast.codec.Frames.join;
import static atoll.fast.codec.Frames.take;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import atoll.fast.json.Json;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class CodecTest {

  private static final Meta META = new Meta("date", 1457475515355000L);

  @Test
  void aRequestIsEncodedToTheGoldenBytes() {
    byte[] frame =
        Encoder.encode(new Message.Data(Protocol.V2, new MessageId(1), META, Values.NONE));
    assertThat(HexFormat.of().formatHex(frame, 0, 15)).isEqualTo("0201010000000100004bef00000033");
    assertThat(new String(frame, 15, 51, java.nio.charset.StandardCharsets.UTF_8))
        .isEqualTo("{\"m\":{\"uts\":1457475515355000,\"name\":\"date\"},\"d\":[]}");
    assertThat(frame).hasSize(66);
  }

  @ParameterizedTest
  @EnumSource(Protocol.class)
  void whatIsEncodedDecodesToTheSame(Protocol protocol) {
    Meta meta = new Meta("é\"☃\\\u0001𝄞", 7);
    Values values = Values.of(Json.text("𝄞\n"), Json.parse("{\"b\":1.0,\"a\":[ ]}"), Json.NULL);
    RemoteError error =
        new RemoteError(
            "E",
            "m\"",
            Json.parse("{\"key\":1}"),
            Json.EMPTY_OBJECT,
            Json.parse("[{\"name\":\"x\"}]"),
            "at x");
    List<Message> messages =
        List.of(
            new Message.Data(protocol, MessageId.MIN, meta, values),
            new Message.Data(protocol, MessageId.MAX, meta, Values.NONE),
            new Message.End(protocol, new MessageId(5), meta, values),
            new Message.Failure(protocol, new MessageId(5), meta, error),
            new Message.Failure(
                protocol, new MessageId(5), meta, new RemoteError("plain", "nothing else")));
    byte[] bytes = join(messages.stream().map(Encoder::encode).toArray(byte[][]::new));
    assertThat(decode(bytes)).isEqualTo(messages);
  }

  @Test
  void orderWhiteSpaceAndUnknownMembersDoNotMatter() {
    byte[] odd =
        data(
            3,
            " {\"z\":[{}],\n\"d\" : [ 1 ,\t\"a,b\" , {\"c\": [ ]} , -2.50e+3 ] ,\"m\":{\"more\":{},"
                + "\"name\":\"n\", \"uts\":12}} ");
    Message.Data message = (Message.Data) decode(odd).getFirst();
    assertThat(message.meta()).isEqualTo(new Meta("n", 12));
    assertThat(message.values().toList())
        .extracting(Json::toString)
        .containsExactly("1", "\"a,b\"", "{\"c\": [ ]}", "-2.50e+3");
    assertThat(message.values().size()).isEqualTo(4);
  }

  @Test
  void ofMembersWithTheSameNameTheLastOneCounts() {
    Message.Data message =
        (Message.Data) decode(data(3, "{\"d\":{},\"d\":[1,2],\"d\":[3],\"m\":{}}")).getFirst();
    assertThat(message.values()).isEqualTo(Values.of(Json.number(3)));
  }

  @Test
  void aMessageNeedNotSayAnythingAboutItself() {
    for (String payload :
        List.of(
            "{\"d\":[]}",
            "{\"m\":null,\"d\":[]}",
            "{\"m\":[1],\"d\":[]}",
            "{\"m\":{\"name\":5,\"uts\":\"x\"},\"d\":[]}",
            "{\"m\":{\"name\":{},\"uts\":123456789012345678901234567890},\"d\":[]}")) {
      assertThat(((Message.Data) decode(data(3, payload)).getFirst()).meta()).isEqualTo(Meta.NONE);
    }
  }

  @Test
  void anErrorKeepsOnlyWhatHasTheRightShape() {
    byte[] odd =
        frame(
            2,
            1,
            3,
            9,
            "{\"d\":{\"name\":\"N\",\"message\":\"M\",\"context\":[],\"info\":null,"
                + "\"ase_errors\":{},\"stack\":5,\"other\":1}}");
    assertThat(((Message.Failure) decode(odd).getFirst()).error())
        .isEqualTo(new RemoteError("N", "M"));
  }

  @Test
  void anEndMayCarryTenThousandValuesAndMegabytes() {
    List<Json> values = new ArrayList<>();
    for (int i = 0; i < 10_000; i++) {
      values.add(Json.text(i + "x".repeat(2800)));
    }
    Message.End end = new Message.End(Protocol.V2, new MessageId(1), META, Values.of(values));
    byte[] frame = Encoder.encode(end);
    assertThat(frame).hasSizeGreaterThan(28_000_000);
    Message.End decoded = (Message.End) decode(frame).getFirst();
    assertThat(decoded.values().size()).isEqualTo(10_000);
    assertThat(decoded.values().toList()).isEqualTo(values);
  }

  @Test
  void oneByteAtATimeGivesTheSame() {
    byte[] all =
        join(
            Frames.recorded("v2-fail.answer.bin"),
            Frames.recorded("v1-echo-unicode.answer.bin"),
            Frames.recorded("v2-bundled.request.bin"));
    List<Decoded> expected = decode(all);
    assertThat(expected).hasSize(10).allMatch(decoded -> decoded instanceof Message);
    Decoder decoder = new Decoder(Frames.LIMIT);
    List<Decoded> found = new ArrayList<>();
    for (int i = 0; i < all.length; i++) {
      take(decoder, ByteBuffer.wrap(all, i, 1), found);
    }
    assertThat(found).isEqualTo(expected);
    assertThat(decoder.end()).isEmpty();
  }

  @Test
  void anySplitOfAnyBundleGivesTheSame() {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    for (int round = 0; round < 30; round++) {
      int count = 1 + random.nextInt(255);
      byte[][] frames = new byte[count][];
      List<Decoded> expected = new ArrayList<>();
      for (int i = 0; i < count; i++) {
        Message message = random(random);
        expected.add(message);
        frames[i] = Encoder.encode(message);
      }
      byte[] all = join(frames);
      Decoder decoder = new Decoder(Frames.LIMIT);
      List<Decoded> found = new ArrayList<>();
      int at = 0;
      while (at < all.length) {
        int piece = Math.min(all.length - at, 1 + random.nextInt(random.nextBoolean() ? 20 : 5000));
        take(decoder, ByteBuffer.wrap(all, at, piece), found);
        at += piece;
      }
      assertThat(found).as("seed %d, round %d", seed, round).isEqualTo(expected);
    }
  }

  private static Message random(Random random) {
    Protocol protocol = random.nextBoolean() ? Protocol.V1 : Protocol.V2;
    MessageId id = new MessageId(random.nextInt(Integer.MAX_VALUE));
    Meta meta = new Meta(text(random, 12), random.nextLong(Long.MAX_VALUE));
    return switch (random.nextInt(3)) {
      case 0 -> new Message.Data(protocol, id, meta, values(random));
      case 1 -> new Message.End(protocol, id, meta, values(random));
      default ->
          new Message.Failure(
              protocol,
              id,
              meta,
              new RemoteError(text(random, 9), text(random, 99), Json.EMPTY_OBJECT));
    };
  }

  private static Values values(Random random) {
    List<Json> values = new ArrayList<>();
    for (int i = random.nextInt(4); i > 0; i--) {
      values.add(
          switch (random.nextInt(4)) {
            case 0 -> Json.number(random.nextLong());
            case 1 -> Json.text(text(random, random.nextInt(50) == 0 ? 70_000 : 40));
            case 2 -> Json.object("k", Json.array(List.of(Json.TRUE, Json.text(text(random, 5)))));
            default -> Json.NULL;
          });
    }
    return Values.of(values);
  }

  private static String text(Random random, int upTo) {
    int[] letters = {'a', '"', '\\', 0, '\n', 'é', '☃', 0x1D11E, '/', '}'};
    StringBuilder text = new StringBuilder();
    for (int i = random.nextInt(upTo); i > 0; i--) {
      text.appendCodePoint(letters[random.nextInt(letters.length)]);
    }
    return text.toString();
  }

  @Test
  void idsGoRoundAndPassOverThoseInUse() {
    MessageIds ids = new MessageIds(new MessageId(Integer.MAX_VALUE - 1));
    assertThat(ids.next(id -> false)).isEqualTo(new MessageId(Integer.MAX_VALUE - 1));
    assertThat(ids.next(id -> false)).isEqualTo(MessageId.MAX);
    assertThat(ids.next(id -> id.value() <= 3)).isEqualTo(new MessageId(4));
    assertThat(ids.next(id -> false)).isEqualTo(new MessageId(5));
    assertThat(new MessageIds().next(id -> false)).isEqualTo(new MessageId(1));
  }

  @Test
  void anIdHas31Bits() {
    assertThatThrownBy(() -> new MessageId(-1)).isInstanceOf(AssertionError.class);
  }
}
