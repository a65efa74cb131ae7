package atoll.mkv.ring;

import static org.assertj.core.api.Assertions.assertThat;

import atoll.mkv.key.HostId;
import atoll.mkv.key.Key;
import atoll.sim.SeededRandomness;
import atoll.sim.property.Gen;
import atoll.sim.property.Property;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("simulation")
class RingTest {

  private static final int MOST_HOSTS = 64;
  private static final int PROBES = 60;

  /// Hosts and a number to draw points of keys from.
  private record Case(List<RingHost> hosts, long seed, int replicas) {

    List<Long> points() {
      SeededRandomness chance = new SeededRandomness(seed);
      List<Long> points = new ArrayList<>();
      for (int count = 0; count < PROBES; count++) {
        points.add(chance.nextLong());
      }
      return points;
    }
  }

  private static final Gen<Case> CASES =
      choices ->
          new Case(
              choices.part(Rings.hosts(MOST_HOSTS)),
              choices.part(Gen.longs()),
              choices.part(Gen.ints(1, 5)));

  @Test
  void givesAsManyDistinctHostsAsThereCanBe() {
    Property.expect(
        "count and distinctness",
        CASES,
        it -> {
          Ring ring = Rings.of(it.hosts());
          long eligible =
              it.hosts().stream().filter(h -> h.weight() > 0 && h.role().isWritable()).count();
          for (long point : it.points()) {
            List<HostId> owners = ring.owners(point, it.replicas());
            assertThat(owners).hasSize((int) Math.min(it.replicas(), eligible));
            assertThat(owners).doesNotHaveDuplicates();
          }
        });
  }

  @Test
  void givesNothingToHostsOfNoWeightOrNotWritable() {
    Property.expect(
        "weight 0",
        CASES,
        it -> {
          Ring ring = Rings.of(it.hosts());
          Set<HostId> none = new HashSet<>();
          it.hosts().stream()
              .filter(host -> host.weight() == 0 || !host.role().isWritable())
              .forEach(host -> none.add(host.id()));
          for (long point : it.points()) {
            assertThat(ring.owners(point, it.replicas())).noneMatch(none::contains);
          }
        });
  }

  @Test
  void doesNotDependOnTheOrderOfTheHosts() {
    Property.expect(
        "order",
        CASES,
        it -> {
          List<RingHost> shuffled = new ArrayList<>(it.hosts());
          Collections.reverse(shuffled);
          Ring one = Rings.of(it.hosts());
          Ring other = Rings.of(shuffled);
          assertThat(one.epoch()).isEqualTo(other.epoch());
          for (long point : it.points()) {
            assertThat(one.owners(point, it.replicas()))
                .isEqualTo(other.owners(point, it.replicas()));
          }
        });
  }

  @Test
  void takesDistinctZonesFirst() {
    Property.expect(
        "zones",
        CASES,
        it -> {
          Ring ring = Rings.of(it.hosts());
          Map<HostId, String> zones = new HashMap<>();
          Set<String> all = new TreeSet<>();
          for (RingHost host : it.hosts()) {
            String zone = host.zone().isEmpty() ? host.id().text() : host.zone();
            zones.put(host.id(), zone);
            if (host.weight() > 0 && host.role().isWritable()) {
              all.add(zone);
            }
          }
          for (long point : it.points()) {
            List<HostId> owners = ring.owners(point, it.replicas());
            Set<String> used = new TreeSet<>();
            owners.forEach(owner -> used.add(String.valueOf(zones.get(owner))));
            assertThat(used).hasSize(Math.min(all.size(), owners.size()));
          }
        });
  }

  @Test
  void changesAtMostOneMemberWhenAHostIsAdded() {
    Property.expect(
        "one more host",
        CASES,
        it -> {
          RingHost added = new RingHost(new HostId("added"), 1, zoneOfFirst(it), HostRole.ACTIVE);
          List<RingHost> more = new ArrayList<>(it.hosts());
          more.add(added);
          Ring before = Rings.of(it.hosts());
          Ring after = Rings.of(more);
          for (long point : it.points()) {
            Set<HostId> fresh = new HashSet<>(after.owners(point, it.replicas()));
            List<HostId> old = before.owners(point, it.replicas());
            fresh.removeAll(new HashSet<>(old));
            assertThat(fresh).isSubsetOf(added.id());
            Set<HostId> gone = new HashSet<>(old);
            gone.removeAll(new HashSet<>(after.owners(point, it.replicas())));
            assertThat(gone).hasSizeLessThanOrEqualTo(fresh.size());
          }
        });
  }

  private static String zoneOfFirst(Case it) {
    return it.hosts().getFirst().zone();
  }

  @Test
  void movesOnlyTheKeysOfAHostThatIsRemoved() {
    Property.expect(
        "one host less",
        CASES,
        it -> {
          HostId removed = it.hosts().getFirst().id();
          Ring before = Rings.of(it.hosts());
          Ring after = Rings.of(it.hosts().subList(1, it.hosts().size()));
          for (long point : it.points()) {
            List<HostId> old = before.owners(point, it.replicas());
            Set<HostId> fresh = new HashSet<>(after.owners(point, it.replicas()));
            fresh.removeAll(new HashSet<>(old));
            assertThat(fresh).hasSizeLessThanOrEqualTo(old.contains(removed) ? 1 : 0);
          }
        });
  }

  @Test
  void hasAnEpochThatChangesWithPlacementAlone() {
    Ring ring = Ring.of(RingSettings.USUAL, Rings.plain(3));
    assertThat(Ring.of(RingSettings.USUAL, Rings.plain(3)).epoch()).isEqualTo(ring.epoch());
    assertThat(Ring.of(RingSettings.USUAL, Rings.plain(4)).epoch()).isNotEqualTo(ring.epoch());
    assertThat(Ring.of(new RingSettings(512, "x", true), Rings.plain(3)).epoch())
        .isNotEqualTo(ring.epoch());
    List<RingHost> out = new ArrayList<>(Rings.plain(3));
    out.add(new RingHost(new HostId("out"), 1, "", HostRole.OUT));
    assertThat(Ring.of(RingSettings.USUAL, out).epoch()).isEqualTo(ring.epoch());
  }

  /// Golden: whoever changes these moves every key of every store.
  @Test
  void putsKeysWhereItAlwaysDid() {
    Ring ring = Ring.of(RingSettings.USUAL, Rings.plain(5));
    List<String> found = new ArrayList<>();
    for (String key : List.of("/hello", "/helloworld", "/world", "/blah", "/a/b/c")) {
      found.add(key + " " + ring.owners(Key.of(key).hash(), 3));
    }
    assertThat(found)
        .containsExactly(
            "/hello [h0, h1, h4]",
            "/helloworld [h3, h4, h0]",
            "/world [h4, h0, h3]",
            "/blah [h1, h4, h3]",
            "/a/b/c [h4, h0, h1]");
  }
}
