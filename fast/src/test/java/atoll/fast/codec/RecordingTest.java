package atoll.fast.codec;

import static org.assertj.core.api.Assertions.assertThat;

import atoll.fast.json.Json;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What node-fast sent, read by our decoder and written again by our encoder.
final class RecordingTest {

  private static List<Message> messages(Protocol protocol, String name) {
    byte[] recorded = Frames.recorded("v" + protocol.number() + "-" + name + ".bin");
    return Frames.decode(recorded).stream().map(Message.class::cast).toList();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "bundled.request",
        "date.answer",
        "date.request",
        "echo-unicode.answer",
        "echo-unicode.request",
        "echo.answer",
        "echo.request",
        "fail.answer",
        "fail.request",
        "sleep.answer",
        "sleep.request",
        "unknown-method.answer",
        "unknown-method.request",
        "values-in-end.answer",
        "yes.answer",
        "yes.request"
      })
  void everyRecordingReadsAndWritesBackByteForByte(String name) {
    for (Protocol protocol : Protocol.values()) {
      List<Message> messages = messages(protocol, name);
      byte[] again = Frames.join(messages.stream().map(Encoder::encode).toArray(byte[][]::new));
      assertThat(again).isEqualTo(Frames.recorded("v" + protocol.number() + "-" + name + ".bin"));
      assertThat(messages).allMatch(message -> message.protocol() == protocol);
    }
  }

  @ParameterizedTest
  @EnumSource(Protocol.class)
  void aBundleHasItsThreeRequests(Protocol protocol) {
    List<Message> messages = messages(protocol, "bundled.request");
    assertThat(messages)
        .extracting(Message::id)
        .extracting(MessageId::value)
        .containsExactly(1, 2, 3);
  }

  @ParameterizedTest
  @EnumSource(Protocol.class)
  void valuesInAnEndAreRead(Protocol protocol) {
    Message.End end = (Message.End) messages(protocol, "values-in-end.answer").getFirst();
    assertThat(end.id()).isEqualTo(MessageId.MAX);
    assertThat(end.values())
        .isEqualTo(Values.of(Json.parse("{\"value\":1}"), Json.parse("{\"value\":\"☃\"}")));
  }

  @Test
  void anErrorHasItsContextAndInfo() {
    Message.Failure failure = (Message.Failure) messages(Protocol.V2, "fail.answer").get(2);
    assertThat(failure.error())
        .isEqualTo(
            new RemoteError(
                "EtagConflictError",
                "expected \"A\", found \"B\"",
                Json.parse("{\"key\":\"/k\",\"expected\":\"A\"}"),
                Json.parse("{\"bucket\":\"b\"}"),
                null,
                null));
  }
}
