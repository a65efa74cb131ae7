package atoll.cueballdns;

import atoll.kit.AtollException;
import atoll.kit.Fault;
import atoll.kit.net.Endpoint;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.xbill.DNS.Address;

/// The name servers that a machine uses: the `nameserver` lines of `/etc/resolv.conf`
/// (resolv.conf(5)). Other lines do not matter here.
public final class ResolvConf {

  private static final int DNS_PORT = 53;
  private static final int BYTES_MAX = 1 << 20;
  private static final Path USUAL = Path.of("/etc/resolv.conf");

  private ResolvConf() {}

  /// The name servers of this machine.
  public static List<Endpoint> ofThisMachine() {
    return read(USUAL);
  }

  /// The name servers of a file.
  ///
  /// @throws AtollException `IO` if it cannot be read, `BAD_INPUT` if a line makes no sense
  public static List<Endpoint> read(Path file) {
    try {
      if (Files.size(file) > BYTES_MAX) {
        throw new AtollException(
            Fault.BAD_INPUT, file + " is over " + BYTES_MAX + " bytes; that is no resolv.conf");
      }
      return parse(Files.readString(file), file.toString());
    } catch (IOException failed) {
      throw new AtollException(
          Fault.IO, "reading the name servers from " + file + " failed: " + failed, failed);
    }
  }

  /// The name servers of a text.
  ///
  /// @param origin what an error calls it
  /// @throws AtollException `BAD_INPUT` if a line makes no sense
  public static List<Endpoint> parse(String text, String origin) {
    List<Endpoint> servers = new ArrayList<>();
    int number = 0;
    for (String line : text.lines().toList()) {
      number++;
      String[] words = line.strip().split("\\s+", -1);
      if (words[0].equals("nameserver")) {
        servers.add(new Endpoint(address(words, origin + ", line " + number), DNS_PORT));
      }
    }
    return List.copyOf(servers);
  }

  private static String address(String[] words, String where) {
    String address = words.length > 1 ? words[1] : "";
    // An IPv6 address may name the interface it is reached through.
    String bare = address.replaceFirst("%.*", "");
    if (Address.isDottedQuad(bare) || Address.toByteArray(bare, Address.IPv6) != null) {
      return address;
    }
    throw new AtollException(
        Fault.BAD_INPUT,
        where
            + ": \""
            + String.join(" ", words)
            + "\" names no address; write nameserver 10.0.0.1");
  }
}
