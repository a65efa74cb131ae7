package atoll.volumeserver.node;

import atoll.volume.index.OffsetWidth;

/// The version that this server claims: the release of SeaweedFS whose behaviour it has, after the
/// largest volume it can address, as tools of SeaweedFS expect it.
public final class ServerVersion {

  /// The release that this server follows.
  public static final String RELEASE = "4.44";

  private ServerVersion() {}

  /// As the header `Server` has it: `30GB 4.44`.
  public static String of(OffsetWidth width) {
    return width.sizeLimitText() + " " + RELEASE;
  }

  /// As status pages have it: with a blank where the Go server's commit would follow.
  public static String withCommit(OffsetWidth width) {
    return of(width) + " ";
  }
}
