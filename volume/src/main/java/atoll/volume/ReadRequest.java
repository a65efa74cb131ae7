package atoll.volume;

import atoll.volume.needle.NeedleKey;

/// A needle to read.
///
/// @param cookieCheck whether the cookie must be the needle's
/// @param deletedToo whether a deleted needle is read too, as long as its bytes are there
/// @param mayWait whether the disk may be waited for; if not, [ReadResult.WouldWait] may come back
public record ReadRequest(NeedleKey key, boolean cookieCheck, boolean deletedToo, boolean mayWait) {

  public ReadRequest(NeedleKey key) {
    this(key, true, false, true);
  }

  public ReadRequest withoutCookieCheck() {
    return new ReadRequest(key, false, deletedToo, mayWait);
  }

  public ReadRequest andDeleted() {
    return new ReadRequest(key, cookieCheck, true, mayWait);
  }

  public ReadRequest withoutWaiting() {
    return new ReadRequest(key, cookieCheck, deletedToo, false);
  }
}
