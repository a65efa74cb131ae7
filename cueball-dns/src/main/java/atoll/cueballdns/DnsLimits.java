package atoll.cueballdns;

import atoll.cueball.Backoff;
import atoll.kit.Check;
import atoll.kit.Limit;
import atoll.kit.Limits;
import java.time.Duration;
import java.util.List;

/// The bounds of a [DnsResolver].
///
/// @param answerTime how long one name server may take for one answer
/// @param leastPause the least time between two rounds, whatever the answers' time to live
/// @param mostPause the most time between two rounds, whatever the answers' time to live
/// @param emptyPause the time until the next round after one that found nothing
/// @param targetCount hosts of a service that are looked up
/// @param backoff the pauses after rounds in which no name server answered
public record DnsLimits(
    Duration answerTime,
    Duration leastPause,
    Duration mostPause,
    Duration emptyPause,
    int targetCount,
    Backoff backoff)
    implements Limits {

  /// 3 s for an answer, rounds every 1 s to 1 h, every 5 s while there is nothing.
  public static final DnsLimits USUAL =
      new DnsLimits(
          Duration.ofSeconds(3),
          Duration.ofSeconds(1),
          Duration.ofHours(1),
          Duration.ofSeconds(5),
          256,
          Backoff.USUAL);

  public DnsLimits {
    Check.that(answerTime.isPositive(), "an answer takes time");
    Check.that(leastPause.isPositive() && emptyPause.isPositive(), "there is a pause");
    Check.that(mostPause.compareTo(leastPause) >= 0, "the longest pause is not below the least");
    Check.that(targetCount > 0, "a service has a host");
  }

  @Override
  public List<Limit> list() {
    return List.of(
        limit("answer.time", answerTime, "the next name server is asked"),
        limit("pause.least", leastPause, "a shorter time to live counts as this"),
        limit("pause.most", mostPause, "a longer time to live counts as this"),
        limit("pause.empty", emptyPause, "a name that has nothing is asked for again"),
        new Limit("dns.target.count", Integer.toString(targetCount), "further hosts are ignored"),
        limit("backoff.longest", backoff.longest(), "silent name servers are asked that often"));
  }

  private static Limit limit(String name, Duration value, String whenReached) {
    return new Limit("dns." + name, value.toMillis() + " ms", whenReached);
  }
}
