package atoll.cueballdns;

import atoll.cueball.Pool;
import atoll.cueball.PoolLimits;
import atoll.cueball.PoolSeams;
import atoll.cueball.tcp.TcpConnector;
import atoll.cueball.tcp.TcpStream;
import atoll.kit.net.Endpoint;
import atoll.kit.real.RealNet;
import java.util.List;

/// The example of the README, word for word.
final class ReadmeExample {

  private ReadmeExample() {}

  // begin of the example
  /// `nameServers` are usually `ResolvConf.ofThisMachine()`.
  static Pool<TcpStream> moray(List<Endpoint> nameServers, PoolSeams seams) {
    var service = new DnsService("1.moray.example.com", "_moray._tcp");
    var resolver =
        new DnsResolver(
            service,
            nameServers,
            DnsLimits.USUAL,
            seams.runner(),
            seams.randomness(),
            seams.events());
    var connector = new TcpConnector(new RealNet(), seams.clock());
    return Pool.start("moray", seams, PoolLimits.USUAL, resolver, connector);
  }
  // end of the example
}
