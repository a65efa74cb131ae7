package atoll.cueballmanatee;

import atoll.kit.AtollException;
import atoll.kit.Fault;
import atoll.kit.net.Endpoint;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Where ZooKeeper's members are: `10.0.0.1:2181,10.0.0.2:2181`. Addresses only, no host names.
/// Immutable.
///
/// @param members at least one
public record ZooKeeperAddresses(List<Endpoint> members) {

  public ZooKeeperAddresses {
    members = List.copyOf(members);
    if (members.isEmpty()) {
      throw new AtollException(
          Fault.BAD_INPUT, "ZooKeeper's addresses are missing; write 10.0.0.1:2181,10.0.0.2:2181");
    }
  }

  /// Parses a connect string; spaces around a member do not matter.
  ///
  /// @throws AtollException `BAD_INPUT` if it is empty or a member is no address with a port
  public static ZooKeeperAddresses parse(String text) {
    List<Endpoint> members = new ArrayList<>();
    if (!text.isBlank()) {
      for (String member : text.split(",", -1)) {
        members.add(member(member.strip(), text));
      }
    }
    return new ZooKeeperAddresses(members);
  }

  private static Endpoint member(String member, String whole) {
    Endpoint endpoint;
    try {
      endpoint = Endpoint.parse(member);
    } catch (AtollException bad) {
      throw malformed(member, whole, bad);
    }
    if (!NumericAddress.is(endpoint.host()) || endpoint.port() == 0) {
      throw malformed(member, whole, null);
    }
    return endpoint;
  }

  private static AtollException malformed(
      String member, String whole, @Nullable AtollException cause) {
    return new AtollException(
        Fault.BAD_INPUT,
        "\""
            + member
            + "\" of \""
            + whole
            + "\" is no address of a ZooKeeper; write numbers and a port, like 10.0.0.1:2181",
        cause);
  }

  /// As ZooKeeper's client takes it.
  @Override
  public String toString() {
    return members.stream().map(Endpoint::toString).collect(Collectors.joining(","));
  }
}
