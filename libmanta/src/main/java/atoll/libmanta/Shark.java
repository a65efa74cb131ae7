package atoll.libmanta;

import atoll.kit.AtollException;
import atoll.kit.Check;
import atoll.kit.Fault;
import atoll.libmanta.json.JsonObject;

/// Where a copy of an object lies.
///
/// @param storageId the shark's name, such as `1.stor.example.com`
public record Shark(String datacenter, String storageId) {

  static final String DATACENTER = "datacenter";
  static final String STORAGE_ID = "manta_storage_id";

  public Shark {
    Check.that(!storageId.isEmpty(), "a shark has a name");
  }

  /// Reads `{"datacenter": …, "manta_storage_id": …}`; other members do not matter.
  ///
  /// @throws AtollException `BAD_INPUT` naming the member that is missing or wrong
  public static Shark of(JsonObject json) {
    return new Shark(required(json, DATACENTER), required(json, STORAGE_ID));
  }

  private static String required(JsonObject json, String member) {
    return json.string(member)
        .filter(text -> !text.isEmpty() || member.equals(DATACENTER))
        .orElseThrow(
            () -> new AtollException(Fault.BAD_INPUT, "a shark has no member \"" + member + "\""));
  }

  public JsonObject json() {
    return in(JsonObject.EMPTY);
  }

  /// The same JSON with this shark in it.
  JsonObject in(JsonObject json) {
    return json.with(DATACENTER, datacenter).with(STORAGE_ID, storageId);
  }
}
