package atoll.mkv.hosts;

import static org.assertj.core.api.Assertions.assertThat;

import atoll.http.BodyReader;
import atoll.http.HeaderList;
import atoll.http.Headers;
import atoll.http.client.ClientRequest;
import atoll.http.client.ClientResponse;
import atoll.http.client.HttpClient;
import atoll.http.client.ResponseReceiver;
import atoll.kit.AtollException;
import atoll.kit.Deadline;
import atoll.kit.Fault;
import atoll.kit.net.Endpoint;
import atoll.mkv.key.HostId;
import atoll.sim.run.Simulation;
import atoll.sim.run.World;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/// The watch in virtual time, over hosts that answer as they are told.
class HostWatchTest {

  private static final long SEED = 42;
  private static final Duration INTERVAL = Duration.ofSeconds(2);
  private static final Duration DEEP = Duration.ofSeconds(30);
  private static final HostWatch.Settings SETTINGS =
      new HostWatch.Settings(INTERVAL, Duration.ofSeconds(1), DEEP, 3, 2, true);
  private static final HostId A = new HostId("a");
  private static final HostId B = new HostId("b");
  private static final HostId C = new HostId("c");

  /// Hosts that answer at once. Confined to its simulation.
  private static final class Hosts implements HttpClient {
    final World world;
    final Map<Integer, String> identities = new HashMap<>();
    final Map<Integer, List<Long>> probes = new HashMap<>();
    final List<String> touches = new ArrayList<>();
    int refusedWrites;

    Hosts(World world) {
      this.world = world;
    }

    @Override
    public void send(ClientRequest request, Deadline deadline, ResponseReceiver receiver) {
      int port = request.to().port();
      if (!request.method().equals("GET")) {
        touches.add(request.method() + " " + request.rawTarget());
        receiver.answered(new Answer(port == refusedWrites ? 507 : 204, ""));
        return;
      }
      probes.computeIfAbsent(port, _ -> new ArrayList<>()).add(world.clock().elapsedNanos());
      String identity = identities.getOrDefault(port, "");
      if (identity.isEmpty()) {
        receiver.failed(new AtollException(Fault.UNREACHABLE, "cannot connect"));
      } else {
        receiver.answered(new Answer(200, "{\"id\":\"" + identity + "\"}"));
      }
    }

    int probesOf(int port) {
      return probes.getOrDefault(port, List.of()).size();
    }

    @Override
    public void close() {}
  }

  private record Answer(int status, String text) implements ClientResponse {

    @Override
    public Headers headers() {
      return new HeaderList();
    }

    @Override
    public BodyReader body() {
      ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
      return new BodyReader() {
        @Override
        public long length() {
          return bytes.remaining();
        }

        @Override
        public void pull(Receiver receiver) {
          if (bytes.hasRemaining()) {
            receiver.bytes(bytes);
          } else {
            receiver.end();
          }
        }

        @Override
        public void gather(int bound, Gathered gathered) {
          throw new AssertionError("nobody gathers an identity");
        }
      };
    }

    @Override
    public void close() {}
  }

  private static HostWatch watch(World world, Hosts hosts) {
    Map<HostId, HostAddress> addresses = new HashMap<>();
    for (HostId id : List.of(A, B, C)) {
      int port = id.text().charAt(0);
      addresses.put(id, new HostAddress(id, new Endpoint("127.0.0.1", port), "", "", ""));
      hosts.identities.put(port, id.text());
    }
    return new HostWatch(
        hosts, world.clock(), world.randomness("watch"), world.events(), SETTINGS, addresses);
  }

  private static Duration elapsed(World world) {
    return Duration.ofNanos(world.clock().elapsedNanos());
  }

  @Test
  void goesFromUpOverSuspectToDownAndBack() {
    Simulation.run(
        SEED,
        world -> {
          Hosts hosts = new Hosts(world);
          try (HostWatch watch = watch(world, hosts)) {
            watch.start(world.runner());
            world.pause(INTERVAL);
            assertThat(watch.of(A)).isEqualTo(HostCondition.UP);
            hosts.identities.remove((int) 'a');
            world.await(
                "suspect", () -> watch.of(A) == HostCondition.SUSPECT, INTERVAL.multipliedBy(2));
            Duration first = elapsed(world);
            world.await("down", () -> watch.of(A) == HostCondition.DOWN, INTERVAL.multipliedBy(3));
            // Two further probes, each at most a quarter of an interval late.
            assertThat(elapsed(world).minus(first))
                .isBetween(Duration.ofMillis(3_500), Duration.ofMillis(4_500));
            assertThat(watch.of(B)).isEqualTo(HostCondition.UP);
            hosts.identities.put((int) 'a', "a");
            int before = hosts.probesOf('a');
            world.await("up", () -> watch.of(A) == HostCondition.UP, INTERVAL.multipliedBy(4));
            assertThat(hosts.probesOf('a') - before).isEqualTo(2);
          }
        });
  }

  @Test
  void takesAnotherDiskForADeadHost() {
    Simulation.run(
        SEED,
        world -> {
          Hosts hosts = new Hosts(world);
          try (HostWatch watch = watch(world, hosts)) {
            hosts.identities.put((int) 'a', "b");
            watch.start(world.runner());
            world.await("down", () -> watch.of(A) == HostCondition.DOWN, INTERVAL.multipliedBy(4));
          }
        });
  }

  @Test
  void countsWhatRealTrafficMeets() {
    Simulation.run(
        SEED,
        world -> {
          Hosts hosts = new Hosts(world);
          HostWatch watch = watch(world, hosts);
          HostResult late = HostResult.failed(new HostFailure.Timeout(HostFailure.Phase.RESPONSE));
          for (HostCondition expected :
              List.of(HostCondition.SUSPECT, HostCondition.SUSPECT, HostCondition.DOWN)) {
            watch.seen(B, late);
            assertThat(watch.of(B)).isEqualTo(expected);
          }
          watch.seen(C, HostResult.failed(new HostFailure.NotFound()));
          assertThat(watch.of(C)).isEqualTo(HostCondition.UP);
          watch.seen(B, HostResult.done());
          assertThat(watch.of(B)).isEqualTo(HostCondition.DOWN);
          watch.seen(B, HostResult.done());
          assertThat(watch.of(B)).isEqualTo(HostCondition.UP);
        });
  }

  /// Never before its interval is over, at most a quarter of it late, and not in step.
  @Test
  void asksHostsAtTimesOfTheirOwn() {
    Simulation.run(
        SEED,
        world -> {
          Hosts hosts = new Hosts(world);
          try (HostWatch watch = watch(world, hosts)) {
            watch.start(world.runner());
            world.pause(INTERVAL.multipliedBy(20));
          }
          TreeSet<Long> offsets = new TreeSet<>();
          for (List<Long> times : hosts.probes.values()) {
            assertThat(times).hasSizeBetween(19, 21);
            for (int probe = 0; probe < times.size(); probe++) {
              long offset = times.get(probe) - probe * INTERVAL.toNanos();
              assertThat(offset).isBetween(0L, INTERVAL.toNanos() / 4);
              offsets.add(offset);
            }
          }
          assertThat(offsets).hasSizeGreaterThan(50);
        });
  }

  /// A disk that is full or read-only is read from as before.
  @Test
  void writesAByteNowAndThen() {
    Simulation.run(
        SEED,
        world -> {
          Hosts hosts = new Hosts(world);
          try (HostWatch watch = watch(world, hosts)) {
            watch.start(world.runner());
            world.pause(DEEP.multipliedBy(2).plus(INTERVAL));
            assertThat(hosts.touches)
                .hasSize(18)
                .containsOnly("PUT /00/00/mkv-probe", "DELETE /00/00/mkv-probe");
            hosts.refusedWrites = 'c';
            world.await(
                "suspect", () -> watch.of(C) == HostCondition.SUSPECT, DEEP.multipliedBy(2));
          }
        });
  }
}
