package atoll.libmanta;

import atoll.libmanta.json.JsonObject;

/// The members that objects and directories share: what must be there, and of which kind.
final class EntryMembers {

  private EntryMembers() {}

  static String required(JsonObject metadata, String member) {
    return metadata
        .string(member)
        .orElseThrow(() -> MantaEntry.bad(metadata, "no member \"" + member + "\""));
  }

  static long requiredNumber(JsonObject metadata, String member) {
    return metadata
        .number(member)
        .orElseThrow(() -> MantaEntry.bad(metadata, "no member \"" + member + "\""));
  }

  /// Reads each once, so that what is wrong shows when an entry is made and not when it is used.
  static void check(JsonObject metadata) {
    for (String member : new String[] {"key", "name", "dirname", "owner"}) {
      String _ = required(metadata, member);
    }
    long _ = requiredNumber(metadata, "mtime");
    var _ = metadata.string("creator");
    var _ = metadata.number("vnode");
    var _ = metadata.object("headers");
    var _ = metadata.strings("roles");
  }
}
