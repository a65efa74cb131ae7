package atoll.sharkspotter.row;

import atoll.libmanta.json.JsonObject;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Optional;

/// An object that has a copy on a wanted shark. One that lies on two of them is spotted twice.
/// Immutable.
public final class Spotted {

  private final int shard;
  private final String shark;
  private final long id;
  private final Slice etag;
  private final Slice value;

  Spotted(int shard, String shark, long id, Slice etag, Slice value) {
    this.shard = shard;
    this.shark = shark;
    this.id = id;
    this.etag = etag;
    this.value = value;
  }

  /// What was spotted in a row that names the shark.
  public static Spotted in(Row row, int shard, String shark) {
    Slice etag = row.etag();
    Slice value = row.value();
    if (etag == null || value == null) {
      throw new AssertionError("nothing is spotted in a row that cannot be read");
    }
    return new Spotted(shard, shark, row.id(), etag, value);
  }

  public int shard() {
    return shard;
  }

  /// The shark's full name.
  public String shark() {
    return shark;
  }

  /// Of the row.
  public long id() {
    return id;
  }

  /// Moray's, for writing the metadata back only if nobody else has.
  public String etag() {
    return etag.toString();
  }

  /// The metadata, as moray keeps it; read anew each time.
  public JsonObject metadata() {
    return JsonObject.parse(value.toString());
  }

  /// The name under which sharks keep the content; none if the metadata does not say.
  public Optional<String> objectId() {
    return MetadataText.string(value, "objectId").filter(text -> !text.isEmpty());
  }

  /// Writes the metadata as it is, but for white space between its parts.
  public void writeTo(OutputStream out) throws IOException {
    CompactJson.of(value).writeTo(out);
  }

  /// The metadata on one line.
  @Override
  public String toString() {
    return CompactJson.of(value).toString();
  }
}
