package atoll.fast.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.util.JsonRecyclerPools;
import java.io.IOException;
import java.io.OutputStream;

/// Streaming parsers and generators, set up once: UTF-8 and nothing else, no interning of names
/// that a peer chooses, and bounds that come from the frame and not from the parser.
///
/// Immutable.
public final class JsonStreams {

  /// How many arrays and objects may stand inside one another.
  public static final int MAX_DEPTH = 1000;

  private static final JsonFactory FACTORY =
      JsonFactory.builder()
          .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
          // Else UTF-16 and UTF-32 would be guessed from the first bytes and taken.
          .disable(JsonFactory.Feature.CHARSET_DETECTION)
          .recyclerPool(JsonRecyclerPools.sharedConcurrentDequePool())
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(MAX_DEPTH)
                  .maxStringLength(Integer.MAX_VALUE)
                  .maxNameLength(Integer.MAX_VALUE)
                  .build())
          .build();

  private JsonStreams() {}

  /// A parser over part of `bytes`, which are not copied and must not change while it is in use.
  /// Its byte offsets count from `from`.
  public static JsonParser parser(byte[] bytes, int from, int length) throws IOException {
    return FACTORY.createParser(bytes, from, length);
  }

  public static JsonGenerator generator(OutputStream target) throws IOException {
    return FACTORY.createGenerator(target);
  }
}
