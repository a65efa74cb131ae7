package atoll.fast.codec;

import atoll.fast.json.Json;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.io.JsonStringEncoder;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/// Messages to frames: `{"m":{"uts":…,"name":"…"},"d":…}` behind a header.
public final class Encoder {

  private static final byte[] BEFORE_TIME = ascii("{\"m\":{\"uts\":");
  private static final byte[] BEFORE_NAME = ascii(",\"name\":\"");
  private static final byte[] BEFORE_CONTENT = ascii("\"},\"d\":");

  private Encoder() {}

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  /// One frame, header and payload. A name that is null is sent as the empty string and a missing
  /// time as 0, because peers refuse a message without them.
  public static byte[] encode(Message message) {
    return switch (message) {
      case Message.Data data -> frame(FrameLayout.STATUS_DATA, data, data.values());
      case Message.End end -> frame(FrameLayout.STATUS_END, end, end.values());
      case Message.Failure failure -> frame(FrameLayout.STATUS_ERROR, failure, failure.error());
    };
  }

  private static byte[] frame(int status, Message message, Values values) {
    byte[] time = time(message.meta());
    byte[] name = name(message.meta());
    byte[] frame = blank(time, name, values.sizeBytes());
    int end = values.encode(frame, begin(frame, time, name));
    return finish(frame, end, status, message);
  }

  private static byte[] frame(int status, Message message, RemoteError error) {
    byte[] time = time(message.meta());
    byte[] name = name(message.meta());
    Json content = Json.build(generator -> write(generator, error));
    byte[] frame = blank(time, name, content.size());
    int end = content.writeTo(frame, begin(frame, time, name));
    return finish(frame, end, status, message);
  }

  private static byte[] time(Meta meta) {
    return ascii(Long.toString(Math.max(0, meta.microseconds())));
  }

  private static byte[] name(Meta meta) {
    return meta.name() == null
        ? new byte[0]
        : JsonStringEncoder.getInstance().quoteAsUTF8(meta.name());
  }

  private static byte[] blank(byte[] time, byte[] name, int contentBytes) {
    int around =
        FrameLayout.HEADER_BYTES
            + BEFORE_TIME.length
            + time.length
            + BEFORE_NAME.length
            + name.length
            + BEFORE_CONTENT.length
            + 1;
    return new byte[Math.addExact(around, contentBytes)];
  }

  private static int begin(byte[] frame, byte[] time, byte[] name) {
    int at = put(frame, FrameLayout.HEADER_BYTES, BEFORE_TIME);
    at = put(frame, at, time);
    at = put(frame, at, BEFORE_NAME);
    at = put(frame, at, name);
    return put(frame, at, BEFORE_CONTENT);
  }

  private static int put(byte[] frame, int at, byte[] part) {
    System.arraycopy(part, 0, frame, at, part.length);
    return at + part.length;
  }

  private static byte[] finish(byte[] frame, int end, int status, Message message) {
    frame[end] = '}';
    int length = frame.length - FrameLayout.HEADER_BYTES;
    ByteBuffer.wrap(frame)
        .put((byte) message.protocol().number())
        .put((byte) FrameLayout.TYPE_JSON)
        .put((byte) status)
        .putInt(message.id().value())
        .putInt(message.protocol().checksum(frame, FrameLayout.HEADER_BYTES, length))
        .putInt(length);
    return frame;
  }

  private static void write(JsonGenerator generator, RemoteError error) throws IOException {
    generator.writeStartObject();
    generator.writeStringField("name", error.name());
    generator.writeStringField("message", error.message());
    writeIfThere(generator, "context", error.context());
    writeIfThere(generator, "info", error.info());
    writeIfThere(generator, "ase_errors", error.errors());
    if (error.stack() != null) {
      generator.writeStringField("stack", error.stack());
    }
    generator.writeEndObject();
  }

  private static void writeIfThere(JsonGenerator generator, String name, @Nullable Json value)
      throws IOException {
    if (value != null) {
      generator.writeFieldName(name);
      value.writeTo(generator);
    }
  }
}
