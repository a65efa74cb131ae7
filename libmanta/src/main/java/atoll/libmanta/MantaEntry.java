package atoll.libmanta;

import atoll.kit.AtollException;
import atoll.kit.Fault;
import atoll.libmanta.json.JsonObject;
import java.util.List;
import java.util.OptionalLong;

/// What Manta says of something that has a key: an object or a directory. It is the JSON text that
/// moray keeps, with names for the members we know; all others stay in it as they are.
///
/// `key`, `owner`, `name`, `dirname` and `mtime` must be there. Upstream's readers ask for more
/// (`vnode`, `creator`, `headers`, `roles`), which real metadata does not always have; here they
/// have a default.
///
/// Immutable.
public sealed interface MantaEntry permits MantaObject, MantaDirectory {

  /// Reads an entry, whichever its `type` says it is.
  ///
  /// @throws AtollException `BAD_INPUT` naming the member that is missing or wrong
  static MantaEntry of(JsonObject metadata) {
    return switch (EntryType.of(metadata)) {
      case OBJECT -> new MantaObject(metadata);
      case DIRECTORY -> new MantaDirectory(metadata);
    };
  }

  /// All of it, as it was read; but `type` is always written in small letters.
  JsonObject metadata();

  /// The whole path: `/<owner>/stor/…`.
  default String key() {
    return EntryMembers.required(metadata(), "key");
  }

  /// The last part of the key.
  default String name() {
    return EntryMembers.required(metadata(), "name");
  }

  /// The key without its last part; a root directory's is itself.
  default String dirname() {
    return EntryMembers.required(metadata(), "dirname");
  }

  /// The account's id.
  default String owner() {
    return EntryMembers.required(metadata(), "owner");
  }

  /// Who made it; the owner if nothing is said.
  default String creator() {
    return metadata().string("creator").orElseGet(this::owner);
  }

  /// When it was changed last, in milliseconds since 1970.
  default long mtimeMillis() {
    return EntryMembers.requiredNumber(metadata(), "mtime");
  }

  /// The place on the moray ring, where somebody has looked it up.
  default OptionalLong vnode() {
    return metadata().number("vnode");
  }

  default JsonObject headers() {
    return metadata().object("headers").orElse(JsonObject.EMPTY);
  }

  /// The ids of the roles that may see it.
  default List<String> roles() {
    return metadata().strings("roles");
  }

  /// Says which member makes no sense, with the key if there is one.
  static AtollException bad(JsonObject metadata, String problem) {
    String key = metadata.raw("key").orElse("an entry without a key");
    return new AtollException(Fault.BAD_INPUT, "metadata of " + key + ": " + problem);
  }
}
