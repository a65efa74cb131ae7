package atoll.mkv.ring;

import static org.assertj.core.api.Assertions.assertThat;

import atoll.mkv.key.HostId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Bounds of balance and movement over eight seeds, from exact arcs.
class RingSharesTest {

  private static final int SEEDS = 8;

  private static Ring ring(int hosts, long seed) {
    return Ring.of(new RingSettings(512, "seed-" + seed, true), Rings.plain(hosts));
  }

  @Test
  void addUpToOne() {
    double total = RingShares.of(ring(7, 1), 3).values().stream().mapToDouble(d -> d).sum();
    assertThat(total).isBetween(0.999999, 1.000001);
  }

  @Test
  void areAllOfTheOnlyHosts() {
    assertThat(RingShares.of(ring(1, 1), 3)).containsOnlyKeys(new HostId("h0"));
    assertThat(RingShares.peakToFair(ring(1, 1), 3)).isBetween(0.999999, 1.000001);
    assertThat(RingShares.peakToFair(ring(3, 1), 3)).isBetween(0.999999, 1.000001);
  }

  @ParameterizedTest
  @CsvSource({"4", "10", "40", "100"})
  void stayNearEachOther(int hosts) {
    double sum = 0;
    for (int seed = 0; seed < SEEDS; seed++) {
      double peak = RingShares.peakToFair(ring(hosts, seed), 3);
      assertThat(peak).as("seed " + seed).isLessThanOrEqualTo(1.11);
      sum += peak;
    }
    assertThat(sum / SEEDS).isLessThanOrEqualTo(1.08);
  }

  @ParameterizedTest
  @CsvSource({"10", "100"})
  void ofFirstOwnersVaryLittle(int hosts) {
    for (int seed = 0; seed < SEEDS; seed++) {
      double mean = 1.0 / hosts;
      double squares = 0;
      for (double share : RingShares.of(ring(hosts, seed), 1).values()) {
        squares += (share - mean) * (share - mean);
      }
      assertThat(Math.sqrt(squares / hosts) / mean).as("seed " + seed).isLessThanOrEqualTo(0.07);
    }
  }

  @ParameterizedTest
  @CsvSource({"4", "10", "40"})
  void moveLittleMoreThanTheyMust(int hosts) {
    double sum = 0;
    for (int seed = 0; seed < SEEDS; seed++) {
      double moved = RingShares.moved(ring(hosts, seed), ring(hosts + 1, seed), 3);
      sum += moved * (hosts + 1);
    }
    assertThat(sum / SEEDS).isBetween(0.85, 1.15);
  }

  @Test
  void followTheWeights() {
    List<RingHost> hosts = new ArrayList<>();
    for (int index = 0; index < 10; index++) {
      double weight = index < 5 ? 1 : 3;
      hosts.add(new RingHost(new HostId("h" + index), weight, "", HostRole.ACTIVE));
    }
    Ring ring = Ring.of(RingSettings.USUAL, hosts);
    assertThat(RingShares.peakToFair(ring, 1)).isLessThanOrEqualTo(1.2);
  }

  @Test
  void ofADeadHostFallOnManyOthers() {
    for (int hosts : new int[] {10, 40, 100}) {
      for (int seed = 0; seed < SEEDS; seed++) {
        Ring before = ring(hosts, seed);
        List<RingHost> left = Rings.plain(hosts);
        HostId dead = left.removeFirst().id();
        Map<HostId, Double> old = RingShares.of(before, 1);
        Map<HostId, Double> fresh = RingShares.of(Ring.of(before.settings(), left), 1);
        double lost = old.getOrDefault(dead, 0.0);
        double most = 0;
        for (Map.Entry<HostId, Double> each : fresh.entrySet()) {
          most = Math.max(most, each.getValue() - old.getOrDefault(each.getKey(), 0.0));
        }
        double bound = hosts <= 40 ? 2.5 : 4;
        assertThat(most / (lost / (hosts - 1)))
            .as(hosts + " hosts, seed " + seed)
            .isLessThanOrEqualTo(bound);
      }
    }
  }
}
