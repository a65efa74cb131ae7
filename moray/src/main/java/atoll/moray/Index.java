package atoll.moray;

import atoll.fast.json.Json;
import atoll.kit.Check;
import java.util.LinkedHashMap;
import java.util.Map;

/// What moray keeps of an attribute in a column of its own, so that filters may ask for it.
///
/// @param type as moray writes it: one of those below, or `[` around one for an array of it
/// @param unique whether no two objects of the bucket may have the same value
public record Index(String type, boolean unique) {

  public static final Index STRING = new Index("string", false);
  public static final Index NUMBER = new Index("number", false);
  public static final Index BOOLEAN = new Index("boolean", false);
  public static final Index DATE = new Index("date", false);
  public static final Index IP = new Index("ip", false);
  public static final Index MAC = new Index("mac", false);
  public static final Index SUBNET = new Index("subnet", false);
  public static final Index UUID = new Index("uuid", false);
  public static final Index NUMBER_RANGE = new Index("numrange", false);
  public static final Index DATE_RANGE = new Index("daterange", false);

  public Index {
    Check.that(!type.isEmpty(), "an index has a type");
  }

  /// An index of arrays of such values.
  public Index array() {
    Check.that(!type.startsWith("["), "moray has no arrays of arrays");
    return new Index("[" + type + "]", unique);
  }

  /// The same index, in which every value stands once.
  public Index once() {
    return new Index(type, true);
  }

  Json json() {
    Map<String, Json> members = new LinkedHashMap<>();
    members.put("type", Json.text(type));
    if (unique) {
      members.put("unique", Json.TRUE);
    }
    return Json.object(members);
  }
}
