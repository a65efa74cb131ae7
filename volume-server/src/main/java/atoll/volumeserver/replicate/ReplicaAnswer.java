package atoll.volumeserver.replicate;

import atoll.http.BodyReader;
import atoll.http.client.ClientResponse;
import atoll.kit.AtollException;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.function.Consumer;

/// What another server says to a change, read to its end. Confined to the event loop.
final class ReplicaAnswer implements BodyReader.Receiver {

  /// What a status and a body mean: what went wrong, or nothing.
  interface Judge {
    String judge(int status, byte[] body);
  }

  private static final JsonFactory JSON = new JsonFactory();
  private static final int BYTES_MAX = 64 * 1024;

  private final ClientResponse response;
  private final Judge judge;
  private final Consumer<String> done;
  private final ByteArrayOutputStream body = new ByteArrayOutputStream();

  ReplicaAnswer(ClientResponse response, Judge judge, Consumer<String> done) {
    this.response = response;
    this.judge = judge;
    this.done = done;
  }

  void read() {
    response.body().pull(this);
  }

  @Override
  public void bytes(ByteBuffer piece) {
    byte[] bytes = new byte[piece.remaining()];
    piece.get(bytes);
    if (body.size() < BYTES_MAX) {
      body.writeBytes(bytes);
    }
    response.body().pull(this);
  }

  @Override
  public void end() {
    response.close();
    done.accept(judge.judge(response.status(), body.toByteArray()));
  }

  @Override
  public void failed(AtollException why) {
    response.close();
    done.accept(String.valueOf(why.getMessage()));
  }

  /// A write went well with 204, or with any status and a JSON body that names no error: that is
  /// how the servers of a cluster judge each other.
  static String ofWrite(int status, byte[] body) {
    if (status == 204) {
      return "";
    }
    try (JsonParser parser = JSON.createParser(body)) {
      if (parser.nextToken() != JsonToken.START_OBJECT) {
        return "it answered " + status + " and no JSON";
      }
      while (parser.nextToken() == JsonToken.FIELD_NAME) {
        String name = parser.currentName();
        parser.nextToken();
        if (name.equals("error")) {
          String error = parser.getValueAsString("");
          return error == null ? "" : error;
        }
        parser.skipChildren();
      }
      return "";
    } catch (IOException _) {
      return "it answered " + status + " and no JSON";
    }
  }

  /// A deletion went well too where there was nothing to delete.
  static String ofDelete(int status, byte[] body) {
    return switch (status) {
      case 200, 202, 204, 404 -> "";
      default -> {
        String said = ofWrite(status, body);
        yield said.isEmpty() ? "it answered " + status : said;
      }
    };
  }
}
