package atoll.volumeserver;

import atoll.http.RequestHead;
import atoll.http.server.RequestIds;
import atoll.kit.Clock;
import atoll.kit.Randomness;

/// Ids of requests as SeaweedFS makes them: the moment in nanoseconds and a random number, both
/// hexadecimal in capitals. What a client brings does not count. Immutable.
final class StoreIds implements RequestIds {

  private static final int RANDOM_DIGITS = 8;
  private static final char[] HEX = "0123456789ABCDEF".toCharArray();

  private final Clock clock;
  private final Randomness randomness;

  StoreIds(Clock clock, Randomness randomness) {
    this.clock = clock;
    this.randomness = randomness;
  }

  @Override
  public String idOf(RequestHead request) {
    long nanos = clock.epochNanos();
    int random = randomness.nextInt();
    int digits = (Long.SIZE - Long.numberOfLeadingZeros(nanos) + 3) / 4;
    char[] id = new char[digits + RANDOM_DIGITS];
    for (int i = digits - 1; i >= 0; i--) {
      id[i] = HEX[(int) nanos & 15];
      nanos >>>= 4;
    }
    for (int i = id.length - 1; i >= digits; i--) {
      id[i] = HEX[random & 15];
      random >>>= 4;
    }
    return new String(id);
  }

  @Override
  public String responseHeader() {
    return "X-Amz-Request-Id";
  }
}
