package atoll.fast.codec;

import atoll.fast.json.Json;
import atoll.fast.json.JsonKind;
import atoll.fast.json.JsonStreams;
import atoll.fast.json.Utf8;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/// Reads a payload once from end to end: is it JSON, has it the shape its status asks for, and
/// where do its parts stand. The values themselves are skipped. Of members with the same name the
/// last one counts, and unknown ones are passed over.
///
/// Confined to one call of [#read].
final class PayloadReader {

  private final byte[] payload;
  private Meta meta = Meta.NONE;

  /// `d` where it is an array or object.
  private @Nullable Json content;

  private int elements;

  /// What `d` is, for the message about a bad one.
  private String contentKind = "none";

  private PayloadReader(byte[] payload) {
    this.payload = payload;
  }

  static Decoded read(FrameHeader frame, byte[] payload) {
    PayloadReader reader = new PayloadReader(payload);
    try (JsonParser parser = JsonStreams.parser(payload, 0, payload.length)) {
      Utf8.check(payload, 0, payload.length);
      JsonToken first = parser.nextToken();
      if (first == null) {
        return new ProtocolError.InvalidJson("it is empty");
      }
      if (first == JsonToken.START_OBJECT) {
        reader.readObject(parser);
      } else {
        parser.skipChildren();
      }
      if (parser.nextToken() != null) {
        return new ProtocolError.InvalidJson("more than one value, at byte " + offset(parser));
      }
      if (first != JsonToken.START_OBJECT) {
        return new ProtocolError.BadPayload(kind(first));
      }
    } catch (JsonProcessingException e) {
      String where = e.getLocation() == null ? "" : ", at byte " + e.getLocation().getByteOffset();
      return new ProtocolError.InvalidJson(e.getOriginalMessage() + where);
    } catch (IOException e) {
      return new ProtocolError.InvalidJson(e.toString());
    }
    return reader.shape(frame);
  }

  private void readObject(JsonParser parser) throws IOException {
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      String name = parser.currentName();
      JsonToken token = parser.nextToken();
      if (name.equals("d")) {
        readContent(parser, token);
      } else if (name.equals("m")) {
        meta = readMeta(parser, token);
      } else {
        parser.skipChildren();
      }
    }
  }

  private void readContent(JsonParser parser, JsonToken token) throws IOException {
    contentKind = kind(token);
    content = null;
    elements = 0;
    if (!token.isStructStart()) {
      return;
    }
    int start = offset(parser);
    if (token == JsonToken.START_ARRAY) {
      while (parser.nextToken() != JsonToken.END_ARRAY) {
        elements++;
        parser.skipChildren();
      }
    } else {
      parser.skipChildren();
    }
    content = Json.slice(payload, start, offset(parser) + 1 - start);
  }

  private static Meta readMeta(JsonParser parser, JsonToken token) throws IOException {
    if (token != JsonToken.START_OBJECT) {
      parser.skipChildren();
      return Meta.NONE;
    }
    String method = null;
    long microseconds = -1;
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      String name = parser.currentName();
      JsonToken value = parser.nextToken();
      if (name.equals("name")) {
        method = value == JsonToken.VALUE_STRING ? parser.getText() : null;
      } else if (name.equals("uts")) {
        microseconds = value == JsonToken.VALUE_NUMBER_INT ? whole(parser) : -1;
      }
      parser.skipChildren();
    }
    return new Meta(method, microseconds);
  }

  private static long whole(JsonParser parser) throws IOException {
    return parser.getNumberType() == JsonParser.NumberType.BIG_INTEGER ? -1 : parser.getLongValue();
  }

  private Decoded shape(FrameHeader frame) {
    if (frame.status() == FrameLayout.STATUS_ERROR) {
      return failure(frame);
    }
    if (content == null || content.kind() != JsonKind.ARRAY) {
      return new ProtocolError.BadValues(contentKind);
    }
    Values values = elements == 0 ? Values.NONE : Values.decoded(content, elements);
    return frame.status() == FrameLayout.STATUS_DATA
        ? new Message.Data(frame.protocol(), frame.id(), meta, values)
        : new Message.End(frame.protocol(), frame.id(), meta, values);
  }

  private Decoded failure(FrameHeader frame) {
    if (content == null || content.kind() != JsonKind.OBJECT) {
      return new ProtocolError.BadError("d is " + contentKind);
    }
    Json error = content;
    String name = error.member("name").flatMap(Json::asText).orElse(null);
    String message = error.member("message").flatMap(Json::asText).orElse(null);
    if (name == null || message == null) {
      return new ProtocolError.BadError(
          (name == null ? "name" : "message") + " is missing or no string");
    }
    return new Message.Failure(
        frame.protocol(),
        frame.id(),
        meta,
        new RemoteError(
            name,
            message,
            member(error, "context", JsonKind.OBJECT),
            member(error, "info", JsonKind.OBJECT),
            member(error, "ase_errors", JsonKind.ARRAY),
            error.member("stack").flatMap(Json::asText).orElse(null)));
  }

  private static @Nullable Json member(Json error, String name, JsonKind kind) {
    return error.member(name).filter(value -> value.kind() == kind).orElse(null);
  }

  private static int offset(JsonParser parser) {
    return (int) parser.currentTokenLocation().getByteOffset();
  }

  private static String kind(JsonToken token) {
    if (token == JsonToken.START_OBJECT) {
      return "object";
    }
    if (token == JsonToken.START_ARRAY) {
      return "array";
    }
    if (token == JsonToken.VALUE_STRING) {
      return "string";
    }
    if (token.isNumeric()) {
      return "number";
    }
    return token.isBoolean() ? "boolean" : "null";
  }
}
