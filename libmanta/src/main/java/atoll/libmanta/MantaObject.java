package atoll.libmanta;

import atoll.libmanta.json.JsonObject;
import java.util.List;

/// An object's metadata. A snaplink is an object of its own with the same object id and the same
/// sharks as its source.
public record MantaObject(JsonObject metadata) implements MantaEntry {

  private static final String SHARKS = "sharks";

  /// As Manta spells it.
  private static final String CONTENT_MD5 = "contentMD5";

  /// As upstream's Rust library does.
  private static final String CONTENT_MD5_OF_RUST = "contentMd5";

  /// @throws atoll.kit.AtollException `BAD_INPUT` if it is no object, or a member makes no sense
  public MantaObject {
    metadata = EntryType.OBJECT.checked(metadata);
    checkOwn(metadata);
  }

  private static void checkOwn(JsonObject metadata) {
    if (metadata.number("contentLength").orElse(0) < 0) {
      throw MantaEntry.bad(metadata, "contentLength is negative");
    }
    for (String member :
        new String[] {CONTENT_MD5, CONTENT_MD5_OF_RUST, "contentType", "objectId", "etag"}) {
      var _ = metadata.string(member);
    }
    metadata.objects(SHARKS).forEach(Shark::of);
  }

  public static MantaObject parse(String text) {
    return new MantaObject(JsonObject.parse(text));
  }

  /// Metadata of a new object, spelled as Manta does and with its members in Manta's order.
  public static MantaObject of(ObjectFields fields) {
    return new MantaObject(fields.json());
  }

  public long contentLength() {
    return metadata.number("contentLength").orElse(0);
  }

  /// The MD5 of the content in base64; empty if nothing is said.
  public String contentMd5() {
    return metadata.string(CONTENT_MD5).or(() -> metadata.string(CONTENT_MD5_OF_RUST)).orElse("");
  }

  /// Empty if nothing is said, as the next two.
  public String contentType() {
    return metadata.string("contentType").orElse("");
  }

  /// The name under which sharks keep the content.
  public String objectId() {
    return metadata.string("objectId").orElse("");
  }

  /// The one that HTTP shows; moray's own is another.
  public String etag() {
    return metadata.string("etag").orElse("");
  }

  /// Where the copies lie.
  public List<Shark> sharks() {
    return metadata.objects(SHARKS).stream().map(Shark::of).toList();
  }

  /// Whether it was made as a link to another object.
  public boolean isSnaplink() {
    return metadata.string("createdFrom").isPresent();
  }

  /// The same metadata with one copy on another shark, and nothing else changed.
  ///
  /// @throws atoll.kit.AtollException `BAD_INPUT` if no copy lies there, or one lies on `to`
  ///   already
  public MantaObject withShark(String fromStorageId, Shark to) {
    List<Shark> before = sharks();
    if (before.stream().noneMatch(shark -> shark.storageId().equals(fromStorageId))) {
      throw MantaEntry.bad(metadata, "no copy lies on " + fromStorageId);
    }
    if (before.stream()
        .anyMatch(shark ->
            shark.storageId().equals(to.storageId()) && !shark.storageId().equals(fromStorageId))) {
      throw MantaEntry.bad(metadata, "a copy lies on " + to.storageId() + " already");
    }
    List<JsonObject> after =
        metadata.objects(SHARKS).stream()
            .map(json -> Shark.of(json).storageId().equals(fromStorageId) ? to.in(json) : json)
            .toList();
    return new MantaObject(metadata.withObjects(SHARKS, after));
  }

  /// The text that moray keeps.
  @Override
  public String toString() {
    return metadata.toString();
  }
}
