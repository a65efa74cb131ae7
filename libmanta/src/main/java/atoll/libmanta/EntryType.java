package atoll.libmanta;

import atoll.libmanta.json.JsonObject;

/// What an entry is. Manta writes small letters; some of its tools write, or add, a capital.
enum EntryType {
  OBJECT("object", "Object"),
  DIRECTORY("directory", "Directory");

  private static final String MEMBER = "type";

  private final String written;
  private final String alsoRead;

  EntryType(String written, String alsoRead) {
    this.written = written;
    this.alsoRead = alsoRead;
  }

  static EntryType of(JsonObject metadata) {
    String said =
        metadata.string(MEMBER).orElseThrow(() -> MantaEntry.bad(metadata, "no member \"type\""));
    for (EntryType type : values()) {
      if (said.equals(type.written) || said.equals(type.alsoRead)) {
        return type;
      }
    }
    throw MantaEntry.bad(metadata, "type \"" + said + "\" is neither object nor directory");
  }

  /// Metadata of this type, which it says in Manta's spelling and once.
  JsonObject checked(JsonObject metadata) {
    EntryType said = of(metadata);
    if (said != this) {
      throw MantaEntry.bad(metadata, "its type is " + said.written + " and not " + written);
    }
    EntryMembers.check(metadata);
    return isPlain(metadata) ? metadata : metadata.with(MEMBER, written);
  }

  private boolean isPlain(JsonObject metadata) {
    return metadata.count(MEMBER) == 1
        && metadata.string(MEMBER).filter(written::equals).isPresent();
  }

  JsonObject in(JsonObject metadata) {
    return metadata.with(MEMBER, written);
  }
}
