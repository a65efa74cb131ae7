package atoll.sharkspotter.direct;

import atoll.kit.Check;
import atoll.kit.Limit;
import atoll.kit.Limits;
import java.time.Duration;
import java.util.List;

/// The bounds of reading a database.
///
/// @param connect how long coming to a connection may take
/// @param silence how long the server may say nothing while it is asked
/// @param hold how long one reading may take in all
public record DirectLimits(Duration connect, Duration silence, Duration hold) implements Limits {

  /// Ids worth asking a database for at a time: so many that asking costs nothing beside reading.
  public static final long CHUNK = 50_000;

  public static final DirectLimits USUAL =
      new DirectLimits(Duration.ofSeconds(10), Duration.ofMinutes(5), Duration.ofDays(7));

  public DirectLimits {
    Check.that(
        connect.isPositive() && silence.isPositive() && hold.isPositive(), "a wait takes time");
  }

  public DirectLimits withConnect(Duration most) {
    return new DirectLimits(most, silence, hold);
  }

  public DirectLimits withSilence(Duration most) {
    return new DirectLimits(connect, most, hold);
  }

  @Override
  public List<Limit> list() {
    return List.of(
        new Limit("direct.connect", connect.toMillis() + " ms", "the attempt fails"),
        new Limit("direct.silence", silence.toMillis() + " ms", "the attempt fails"),
        new Limit("direct.hold", hold.toMillis() + " ms", "the connection is closed"));
  }
}
