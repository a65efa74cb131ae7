package atoll.cueballdns;

import static org.assertj.core.api.Assertions.assertThat;

import atoll.cueball.Backend;
import atoll.cueball.PoolMetrics;
import atoll.cueball.PoolSeams;
import atoll.kit.count.Registry;
import atoll.kit.net.Endpoint;
import atoll.kit.real.RealClock;
import atoll.kit.real.RealNet;
import atoll.kit.real.RealRandomness;
import atoll.kit.real.RealRunner;
import atoll.sim.RecordingEvents;
import atoll.sim.ShownExample;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.xbill.DNS.Type;

class ReadmeTest {

  private static final String SERVICE = "_moray._tcp.1.moray.example.com";

  @Test
  void theReadmeShowsTheExampleThatRunsHere() throws IOException {
    ShownExample.assertInReadme(ReadmeExample.class);
  }

  @Test
  void theExamplesPoolReachesTheHostThatDnsNames() throws IOException {
    try (var events = new RecordingEvents();
        var runner = new RealRunner(events);
        var dns = new ScriptedDns();
        var door = new RealNet().listen(new Endpoint("127.0.0.1", 0))) {
      dns.on(
              SERVICE,
              Type.SRV,
              ScriptedDns.srv(SERVICE, 60, door.local().port(), "host.example.com"))
          .on("host.example.com", Type.A, ScriptedDns.address("host.example.com", 60, "127.0.0.1"));
      var seams =
          new PoolSeams(
              new RealClock(),
              runner,
              new RealRandomness(),
              events,
              new PoolMetrics(new Registry()));
      try (var pool = ReadmeExample.moray(List.of(dns.address()), seams);
          var claim = pool.claim()) {
        assertThat(claim.backend()).isEqualTo(Backend.of(door.local()));
        assertThat(claim.connection().remote()).isEqualTo(door.local());
      }
    }
  }
}
