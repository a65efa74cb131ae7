package atoll.volume;

import atoll.volume.needle.NeedleKey;

/// A needle to delete.
///
/// @param cookieCheck whether the cookie must be the needle's
/// @param durable whether the answer waits for a sync of data and index
public record NeedleDelete(NeedleKey key, boolean cookieCheck, boolean durable) {

  public NeedleDelete(NeedleKey key) {
    this(key, true, false);
  }

  public NeedleDelete asDurable() {
    return new NeedleDelete(key, cookieCheck, true);
  }

  public NeedleDelete withoutCookieCheck() {
    return new NeedleDelete(key, false, durable);
  }
}
