package atoll.volumeserver.settings;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.util.Optional;

/// An address of this machine that others can reach.
final class OwnAddress {

  private static final String NONE = "localhost";

  private OwnAddress() {}

  /// The first IPv4 address of an interface that is up, else the first IPv6 one of more than a
  /// link; `localhost` on a machine that is alone.
  static String find() {
    try {
      Optional<InetAddress> four =
          NetworkInterface.networkInterfaces()
              .filter(OwnAddress::isUp)
              .flatMap(NetworkInterface::inetAddresses)
              .filter(Inet4Address.class::isInstance)
              .findFirst();
      return four.or(OwnAddress::six).map(InetAddress::getHostAddress).orElse(NONE);
    } catch (SocketException e) {
      return NONE;
    }
  }

  private static Optional<InetAddress> six() {
    try {
      return NetworkInterface.networkInterfaces()
          .filter(OwnAddress::isUp)
          .flatMap(NetworkInterface::inetAddresses)
          .filter(each -> !each.isLinkLocalAddress())
          .findFirst();
    } catch (SocketException e) {
      return Optional.empty();
    }
  }

  private static boolean isUp(NetworkInterface each) {
    try {
      return each.isUp() && !each.isLoopback();
    } catch (SocketException e) {
      return false;
    }
  }
}
