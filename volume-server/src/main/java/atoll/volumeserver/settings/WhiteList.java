package atoll.volumeserver.settings;

import atoll.kit.AtollException;
import atoll.kit.Fault;
import java.net.InetAddress;
import java.util.List;

/// Addresses and networks that may write. An empty list means everybody. Immutable.
public final class WhiteList {

  public static final WhiteList EVERYBODY = new WhiteList(List.of());

  private final List<Network> networks;

  /// All addresses whose first bits are these.
  private static final class Network {

    private final byte[] address;
    private final int bits;

    Network(byte[] address, int bits) {
      this.address = address;
      this.bits = bits;
    }

    boolean holds(byte[] other) {
      if (other.length != address.length) {
        return false;
      }
      int whole = bits / Byte.SIZE;
      for (int i = 0; i < whole; i++) {
        if (address[i] != other[i]) {
          return false;
        }
      }
      int rest = bits % Byte.SIZE;
      return rest == 0 || (address[whole] ^ other[whole]) >> (Byte.SIZE - rest) == 0;
    }
  }

  private WhiteList(List<Network> networks) {
    this.networks = List.copyOf(networks);
  }

  /// Reads a list.
  ///
  /// @param entries `10.0.0.1`, `10.0.0.0/8`, `::1`
  /// @throws AtollException `BAD_INPUT` for an entry that is neither address nor network
  public static WhiteList of(List<String> entries) {
    return entries.isEmpty()
        ? EVERYBODY
        : new WhiteList(entries.stream().map(WhiteList::network).toList());
  }

  private static Network network(String entry) {
    int slash = entry.indexOf('/');
    String literal = slash < 0 ? entry : entry.substring(0, slash);
    try {
      byte[] address = InetAddress.ofLiteral(literal).getAddress();
      int most = address.length * Byte.SIZE;
      int bits = slash < 0 ? most : Integer.parseInt(entry.substring(slash + 1));
      // Java also reads 10.1 as 10.0.0.1, which nobody means in a list.
      boolean whole = literal.indexOf(':') >= 0 || literal.matches("([0-9]+\\.){3}[0-9]+");
      if (whole && bits >= 0 && bits <= most) {
        return new Network(address, bits);
      }
    } catch (IllegalArgumentException _) {
      // Told below, as a network with too many bits.
    }
    throw new AtollException(
        Fault.BAD_INPUT,
        "white list: \"" + entry + "\" is neither an address nor a network like 10.0.0.0/8");
  }

  /// Whether everybody may.
  public boolean isOpen() {
    return networks.isEmpty();
  }

  /// Whether this peer may.
  ///
  /// @param host the numeric address of the peer, as its socket has it
  public boolean allows(String host) {
    if (isOpen()) {
      return true;
    }
    byte[] address;
    try {
      address = InetAddress.ofLiteral(host).getAddress();
    } catch (IllegalArgumentException _) {
      return false;
    }
    for (Network network : networks) {
      if (network.holds(address)) {
        return true;
      }
    }
    return false;
  }
}
