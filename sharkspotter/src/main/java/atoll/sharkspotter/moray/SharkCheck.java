package atoll.sharkspotter.moray;

import atoll.kit.AtollException;
import atoll.kit.Fault;
import atoll.moray.MorayClient;
import atoll.moray.MorayObject;
import atoll.moray.MorayOptions;
import atoll.moray.Rows;
import atoll.moray.filter.Filter;
import java.util.List;

/// Whether sharks exist: each has one entry in the bucket where they report themselves, on the
/// shard of storage.
public final class SharkCheck {

  /// The shard that keeps the bucket.
  public static final int SHARD = 1;

  private static final String BUCKET = "manta_storage";
  private static final String NAME = "manta_storage_id";

  private SharkCheck() {}

  /// Looks for each shark.
  ///
  /// @throws AtollException `NOT_FOUND` or `CONFLICT` naming the first that is not there once
  public static void check(MorayClient storage, List<String> sharks) {
    for (String shark : sharks) {
      int found = count(storage, shark);
      if (found != 1) {
        throw new AtollException(
            found == 0 ? Fault.NOT_FOUND : Fault.CONFLICT,
            (found == 0 ? "No shark" : "More than one shark")
                + " with name \""
                + shark
                + "\" found");
      }
    }
  }

  private static int count(MorayClient storage, String shark) {
    MorayOptions few = MorayOptions.NONE.limit(2).noCount();
    try (Rows<MorayObject> found =
        storage.findObjects(BUCKET, new Filter.Equal(NAME, shark), few)) {
      return found.toList(2).size();
    }
  }
}
