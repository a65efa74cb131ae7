package atoll.volumeserver.blob;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/// A file too large for one needle: the list of the needles that hold its parts. Immutable.
///
/// ```
/// {"name":"a.mov","mime":"video/quicktime","size":9,"chunks":[{"fid":"3,01..","offset":0,"size":5},...]}
/// ```
///
/// @param size as the manifest says; what is served has the size of all chunks
/// @param chunks by offset
record ChunkManifest(String name, String mime, long size, List<Chunk> chunks) {

  /// @param offset in the file
  record Chunk(String fileId, long offset, long size) {}

  private static final JsonFactory JSON = new JsonFactory();

  ChunkManifest {
    chunks = chunks.stream().sorted(Comparator.comparingLong(Chunk::offset)).toList();
  }

  /// The bytes of all chunks.
  long chunkBytes() {
    return chunks.stream().mapToLong(Chunk::size).sum();
  }

  /// Reads the stored form; empty for what is none.
  static Optional<ChunkManifest> read(InputStream json) {
    try (JsonParser parser = JSON.createParser(json)) {
      if (parser.nextToken() != JsonToken.START_OBJECT) {
        return Optional.empty();
      }
      return Optional.of(manifest(parser));
    } catch (IOException _) {
      return Optional.empty();
    }
  }

  private static ChunkManifest manifest(JsonParser parser) throws IOException {
    String name = "";
    String mime = "";
    long size = 0;
    List<Chunk> chunks = new ArrayList<>();
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      String field = parser.currentName();
      JsonToken value = parser.nextToken();
      switch (field) {
        case "name" -> name = text(parser);
        case "mime" -> mime = text(parser);
        case "size" -> size = parser.getLongValue();
        case "chunks" -> {
          while (value == JsonToken.START_ARRAY && parser.nextToken() == JsonToken.START_OBJECT) {
            chunks.add(chunk(parser));
          }
        }
        default -> parser.skipChildren();
      }
    }
    return new ChunkManifest(name, mime, size, chunks);
  }

  private static Chunk chunk(JsonParser parser) throws IOException {
    String fileId = "";
    long offset = 0;
    long size = 0;
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      String field = parser.currentName();
      parser.nextToken();
      switch (field) {
        case "fid" -> fileId = text(parser);
        case "offset" -> offset = parser.getLongValue();
        case "size" -> size = parser.getLongValue();
        default -> parser.skipChildren();
      }
    }
    return new Chunk(fileId, offset, Math.max(0, size));
  }

  private static String text(JsonParser parser) throws IOException {
    String text = parser.getValueAsString();
    return text == null ? "" : text;
  }
}
