package atoll.cueballdns;

import atoll.kit.AtollException;
import atoll.kit.Check;
import atoll.kit.Fault;
import java.util.List;
import org.xbill.DNS.Name;
import org.xbill.DNS.TextParseException;

/// A service as DNS names it: `_moray._tcp` of `1.moray.example.com`.
///
/// @param domain the domain, which is the host itself if it names no hosts
/// @param service the service and protocol, each with its underscore
/// @param usualPort the port if the domain itself is the host
public record DnsService(String domain, String service, int usualPort) {

  private static final int HTTP = 80;

  public DnsService {
    Check.that(usualPort > 0 && usualPort <= 0xFFFF, () -> "no such port: " + usualPort);
    name(domain);
    name(service + "." + domain);
  }

  /// A service whose domain, if it names no hosts, listens at port 80.
  public DnsService(String domain, String service) {
    this(domain, service, HTTP);
  }

  Round.Question question(int targetCount) {
    return new Round.Question(name(service + "." + domain), name(domain), usualPort, targetCount);
  }

  private static Name name(String text) {
    try {
      return Name.fromString(text, Name.root);
    } catch (TextParseException bad) {
      throw new AtollException(
          Fault.BAD_INPUT,
          "\""
              + text
              + "\" is not a name of DNS ("
              + bad.getMessage()
              + "); write it like "
              + List.of("1.moray.example.com", "_moray._tcp"),
          bad);
    }
  }

  @Override
  public String toString() {
    return service + "." + domain;
  }
}
