package atoll.morayembedded.bucket;

import atoll.moray.MorayErrorKind;
import atoll.morayembedded.error.Refusal;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.zip.CRC32;

/// Which names buckets and indexes may have, and the names in the database that stem from them:
/// nothing but what passed here gets into the text of a statement.
public final class BucketNames {

  /// Longer names PostgreSQL would cut.
  private static final int LONGEST = 63;

  private static final Pattern NAME = Pattern.compile("[a-zA-Z]\\w{0,62}");
  private static final Set<String> RESERVED = Set.of("buckets_config", "moray", "search");
  private static final Set<String> OWN_COLUMNS =
      Set.of(
          "_etag",
          "_id",
          "_idx",
          "_key",
          "_atime",
          "_ctime",
          "_mtime",
          "_rver",
          "_txn_snap",
          "_value",
          "_vnode");

  private BucketNames() {}

  /// Checks a bucket's name.
  ///
  /// @throws Refusal `InvalidBucketNameError`
  public static void check(String bucket) {
    if (!NAME.matcher(bucket).matches() || RESERVED.contains(bucket.toLowerCase(Locale.ROOT))) {
      throw new Refusal(
          MorayErrorKind.INVALID_BUCKET_NAME, "\"" + bucket + "\" is not a valid bucket name");
    }
  }

  static boolean isIndexName(String name) {
    String lower = name.toLowerCase(Locale.ROOT);
    return Pattern.matches("[a-zA-Z_]\\w{0,62}", name)
        && !lower.startsWith("moray")
        && !OWN_COLUMNS.contains(lower);
  }

  /// The table of a bucket.
  public static String table(String bucket) {
    return bucket.toLowerCase(Locale.ROOT);
  }

  /// The name of something that belongs to a bucket's table: `<bucket><ending>`, or where that is
  /// too long, the beginning of it with a checksum.
  public static String derived(String bucket, String ending) {
    String name = table(bucket) + ending;
    if (name.length() <= LONGEST) {
      return name;
    }
    CRC32 sum = new CRC32();
    for (int i = 0; i < name.length(); i++) {
      sum.update(name.charAt(i));
    }
    String tail = "_%08x".formatted(sum.getValue());
    return name.substring(0, LONGEST - tail.length()) + tail;
  }
}
