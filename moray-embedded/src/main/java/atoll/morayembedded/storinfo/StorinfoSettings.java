package atoll.morayembedded.storinfo;

import atoll.kit.Check;
import atoll.kit.Limit;
import atoll.kit.Limits;
import java.time.Duration;
import java.util.List;

/// Which storage nodes are told, and the bounds of that.
///
/// @param highestPercentUsed nodes that are fuller are left out
/// @param longestSilence nodes that have said nothing for longer are left out
/// @param refresh how long what was read is good
public record StorinfoSettings(int highestPercentUsed, Duration longestSilence, Duration refresh)
    implements Limits {

  public static final StorinfoSettings USUAL =
      new StorinfoSettings(92, Duration.ofSeconds(60), Duration.ofSeconds(10));

  /// Nodes that are read; more is no single machine's business.
  static final int MOST_NODES = 100_000;

  static final int USUAL_PAGE = 100;
  static final int LARGEST_PAGE = 500;

  public StorinfoSettings {
    Check.that(highestPercentUsed >= 0 && highestPercentUsed <= 100, "a percentage");
    Check.that(!longestSilence.isNegative() && !refresh.isNegative(), "times are not negative");
  }

  @Override
  public List<Limit> list() {
    return List.of(
        new Limit(
            "storinfo.percent-used.max", highestPercentUsed + " %", "a fuller node is left out"),
        new Limit(
            "storinfo.silence.max",
            longestSilence.toSeconds() + " s",
            "a node that is silent for longer is left out"),
        new Limit("storinfo.refresh", refresh.toSeconds() + " s", "the nodes are read anew"),
        new Limit("storinfo.nodes.max", "" + MOST_NODES, "further nodes are not read"),
        new Limit("storinfo.page.max", "" + LARGEST_PAGE, "a larger one is refused: 400"));
  }
}
