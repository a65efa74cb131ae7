package atoll.volumeserver.access;

import atoll.kit.AtollException;
import atoll.kit.Fault;
import atoll.volumeserver.settings.WhiteList;
import atoll.volumeserver.wire.CallGate;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import org.jspecify.annotations.Nullable;

/// Lets those make calls that change the server who are in the white list as it is now. Immutable.
public final class WhiteListGate implements CallGate {

  private final Access access;

  public WhiteListGate(Access access) {
    this.access = access;
  }

  @Override
  public void admit(@Nullable SocketAddress peer) {
    WhiteList list = access.whiteList();
    if (list.isOpen()) {
      return;
    }
    if (!(peer instanceof InetSocketAddress address) || address.getAddress() == null) {
      throw new AtollException(Fault.DENIED, "no peer info");
    }
    String host = address.getAddress().getHostAddress();
    if (!list.allows(host)) {
      throw new AtollException(Fault.DENIED, "not authorized: " + host);
    }
  }
}
