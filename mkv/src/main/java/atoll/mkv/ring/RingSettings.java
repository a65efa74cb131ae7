package atoll.mkv.ring;

import atoll.kit.Check;

/// How a ring is laid out: part of what decides over placement. Immutable.
///
/// @param pointsPerWeight how many points a host of weight 1 has
/// @param seed what the points are hashed with
/// @param spreadByZone whether copies go to different zones first
public record RingSettings(int pointsPerWeight, String seed, boolean spreadByZone) {

  public static final RingSettings USUAL = new RingSettings(512, "", true);

  public RingSettings {
    Check.that(pointsPerWeight >= 1 && pointsPerWeight <= 65_536, "1 to 65536 points");
  }
}
