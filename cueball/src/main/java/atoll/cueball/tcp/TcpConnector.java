package atoll.cueball.tcp;

import atoll.cueball.Backend;
import atoll.cueball.Connector;
import atoll.kit.Clock;
import atoll.kit.Deadline;
import atoll.kit.net.Net;

/// Pools plain TCP streams. Immutable.
///
/// A stream counts as broken once a wait on it ended with anything but `TIMEOUT`, once the peer has
/// ended its side, and once a write did not end well. Whoever gives up an answer says so with
/// `claim.broken()`: the stream cannot know that bytes are still to come.
public final class TcpConnector implements Connector<TcpStream> {

  private final Net net;
  private final Clock clock;

  public TcpConnector(Net net, Clock clock) {
    this.net = net;
    this.clock = clock;
  }

  @Override
  public TcpStream connect(Backend backend, Deadline deadline) {
    return new TcpStream(net.dial(backend.endpoint(), deadline), clock);
  }

  @Override
  public boolean isBroken(TcpStream stream) {
    return stream.isBroken();
  }

  @Override
  public boolean isAlive(TcpStream stream, Deadline deadline) {
    return stream.isQuiet(deadline);
  }

  @Override
  public void close(TcpStream stream) {
    stream.close();
  }
}
