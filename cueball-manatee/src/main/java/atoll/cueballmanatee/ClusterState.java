package atoll.cueballmanatee;

import atoll.cueball.Backend;
import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Optional;

/// What Manatee writes into `<root>/state`, of which only the primary's address and the port of its
/// URL matter here:
///
/// ```
/// {"generation":1,"primary":{"ip":"10.0.0.1","pgUrl":"tcp://postgres@10.0.0.1:5432/postgres",…},…}
/// ```
///
/// Pure.
sealed interface ClusterState {

  /// The primary is known.
  record Primary(Backend backend) implements ClusterState {}

  /// It is not.
  record Unusable(Problem problem) implements ClusterState {}

  /// Why a state is of no use.
  enum Problem {
    INVALID_JSON("it is not JSON"),
    MISSING_IP("it names no primary.ip"),
    INVALID_IP("its primary.ip is not an address"),
    MISSING_URL("it names no primary.pgUrl"),
    INVALID_URL("its primary.pgUrl is not a URL with a host"),
    MISSING_PORT("its primary.pgUrl has no port");

    private final String text;

    Problem(String text) {
      this.text = text;
    }

    @Override
    public String toString() {
      return text;
    }
  }

  static ClusterState parse(byte[] json) {
    try {
      Fields fields = Fields.read(json);
      if (fields.ip().isEmpty()) {
        return new Unusable(Problem.MISSING_IP);
      }
      if (!NumericAddress.is(fields.ip().get())) {
        return new Unusable(Problem.INVALID_IP);
      }
      if (fields.url().isEmpty()) {
        return new Unusable(Problem.MISSING_URL);
      }
      URI url = new URI(fields.url().get());
      if (url.getHost() == null) {
        return new Unusable(Problem.INVALID_URL);
      }
      if (url.getPort() <= 0 || url.getPort() > 0xFFFF) {
        return new Unusable(Problem.MISSING_PORT);
      }
      return new Primary(Backend.of(fields.ip().get(), url.getPort()));
    } catch (IOException bad) {
      return new Unusable(Problem.INVALID_JSON);
    } catch (URISyntaxException bad) {
      return new Unusable(Problem.INVALID_URL);
    }
  }

  /// The two members that matter. A value that is no text is an empty text, which is invalid rather
  /// than missing.
  record Fields(Optional<String> ip, Optional<String> url) {

    private static final JsonFactory JSON = new JsonFactory();

    static Fields read(byte[] json) throws IOException {
      Optional<String> ip = Optional.empty();
      Optional<String> url = Optional.empty();
      try (JsonParser parser = JSON.createParser(json)) {
        if (parser.nextToken() == null) {
          throw new IOException("nothing is there");
        }
        boolean isObject = parser.currentToken() == JsonToken.START_OBJECT;
        while (isObject && parser.nextToken() == JsonToken.FIELD_NAME) {
          boolean primary = parser.currentName().equals("primary");
          if (parser.nextToken() != JsonToken.START_OBJECT || !primary) {
            parser.skipChildren();
            continue;
          }
          while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String name = parser.currentName();
            parser.nextToken();
            if (name.equals("ip")) {
              ip = Optional.of(text(parser));
            } else if (name.equals("pgUrl")) {
              url = Optional.of(text(parser));
            }
            parser.skipChildren();
          }
        }
        parser.skipChildren();
        if (parser.nextToken() != null) {
          throw new IOException("more follows");
        }
      } catch (JacksonException bad) {
        throw new IOException(bad);
      }
      return new Fields(ip, url);
    }

    private static String text(JsonParser parser) throws IOException {
      return parser.currentToken() == JsonToken.VALUE_STRING ? parser.getText() : "";
    }
  }
}
