package atoll.cueballmanatee;

import atoll.cueball.Connector;
import atoll.cueball.Pool;
import atoll.cueball.PoolLimits;
import atoll.cueball.PoolSeams;

/// The example of the README, word for word.
final class ReadmeExample {

  private ReadmeExample() {}

  // begin of the example
  /// `connectString` is like `10.0.0.1:2181,10.0.0.2:2181`.
  static <C> Pool<C> toPrimary(String connectString, Connector<C> connector, PoolSeams seams) {
    var resolver =
        new ManateePrimaryResolver(
            ZooKeeperAddresses.parse(connectString),
            "/manatee/1.moray.example.com",
            ManateeLimits.USUAL,
            seams.randomness(),
            seams.events());
    return Pool.start("primary", seams, PoolLimits.USUAL, resolver, connector);
  }
  // end of the example
}
