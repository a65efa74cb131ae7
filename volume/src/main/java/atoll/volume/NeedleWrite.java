package atoll.volume;

import atoll.volume.needle.NeedleAttributes;
import atoll.volume.needle.NeedleKey;

/// A needle to write.
///
/// @param attributes dropped by the format where there is no data; a needle without a TTL gets its
///   volume's
/// @param cookieCheck whether the cookie must be that of the needle already there
/// @param durable whether the answer waits for a sync of data and index
public record NeedleWrite(
    NeedleKey key,
    NeedleAttributes attributes,
    NeedleBody body,
    boolean cookieCheck,
    boolean durable) {

  public NeedleWrite(NeedleKey key, NeedleAttributes attributes, NeedleBody body) {
    this(key, attributes, body, true, false);
  }

  public NeedleWrite asDurable() {
    return new NeedleWrite(key, attributes, body, cookieCheck, true);
  }

  public NeedleWrite withoutCookieCheck() {
    return new NeedleWrite(key, attributes, body, false, durable);
  }
}
