package atoll.cueballdns;

import atoll.cueball.Backend;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.AAAARecord;
import org.xbill.DNS.ARecord;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.SRVRecord;
import org.xbill.DNS.Type;

/// Looks a service up once: its hosts and ports (SRV, RFC 2782), then all addresses of each. If the
/// service has no SRV record, the domain itself is the host. Confined to one piece of work.
final class Round {

  /// Whoever is asked.
  interface Asking {
    Answer ask(Name name, int type);
  }

  /// What is asked for.
  record Question(Name service, Name domain, int usualPort, int targetCount) {}

  /// What came of a round.
  ///
  /// @param backends where the service is; nothing if that could not be found out
  /// @param ttlSeconds for how long the answers hold
  /// @param failure what went wrong, even if the rest is good
  record Result(
      Optional<Set<Backend>> backends, long ttlSeconds, Answer.@Nullable Failed failure) {}

  /// A host that has to be looked up.
  private record Target(Name host, int port) {}

  /// The addresses of a host of one kind.
  private record Kind(Name host, int type) {}

  private final Question question;
  private final Asking asking;

  /// What hosts had when they were last looked up, for when that fails.
  private final Map<Kind, List<String>> known;

  private final Map<Kind, List<String>> looked = new HashMap<>();
  private long ttlSeconds = Long.MAX_VALUE;
  private Answer.@Nullable Failed failure;

  private Round(Question question, Asking asking, Map<Kind, List<String>> known) {
    this.question = question;
    this.asking = asking;
    this.known = known;
  }

  /// Rounds of one question, which remember the addresses of hosts from one to the next.
  static final class Memory {
    private Map<Kind, List<String>> known = Map.of();

    Result look(Question question, Asking asking) {
      Round round = new Round(question, asking, known);
      Result result = round.look();
      known = round.looked;
      return result;
    }
  }

  private Result look() {
    List<Target> targets = targets();
    if (targets.isEmpty()) {
      looked.putAll(known);
      return new Result(Optional.empty(), ttlSeconds, failure);
    }
    Set<Backend> found = new TreeSet<>((one, other) -> one.name().compareTo(other.name()));
    for (Target target : targets) {
      for (int type : new int[] {Type.A, Type.AAAA}) {
        for (String address : addresses(new Kind(target.host(), type))) {
          found.add(Backend.of(address, target.port()));
        }
      }
    }
    Optional<Set<Backend>> backends =
        found.isEmpty() ? Optional.empty() : Optional.of(Set.copyOf(found));
    return new Result(backends, ttlSeconds, failure);
  }

  private List<Target> targets() {
    return switch (asking.ask(question.service(), Type.SRV)) {
      case Answer.Found found -> {
        ttlSeconds = Math.min(ttlSeconds, found.ttlSeconds());
        List<Target> targets = new ArrayList<>();
        for (Record record : found.records()) {
          // The root as target says that the service is not offered.
          if (record instanceof SRVRecord srv
              && !srv.getTarget().equals(Name.root)
              && targets.size() < question.targetCount()) {
            targets.add(new Target(srv.getTarget(), srv.getPort()));
          }
        }
        yield targets;
      }
      case Answer.Nothing _ -> List.of(new Target(question.domain(), question.usualPort()));
      case Answer.Failed failed -> {
        failure = failed;
        yield List.of();
      }
    };
  }

  private List<String> addresses(Kind kind) {
    List<String> before = looked.get(kind);
    if (before != null) {
      return before;
    }
    List<String> addresses =
        switch (asking.ask(kind.host(), kind.type())) {
          case Answer.Found found -> {
            ttlSeconds = Math.min(ttlSeconds, found.ttlSeconds());
            yield found.records().stream().map(Round::address).toList();
          }
          case Answer.Nothing _ -> List.of();
          case Answer.Failed failed -> {
            failure = failed;
            yield known.getOrDefault(kind, List.of());
          }
        };
    looked.put(kind, addresses);
    return addresses;
  }

  private static String address(Record record) {
    InetAddress address =
        switch (record) {
          case ARecord four -> four.getAddress();
          case AAAARecord six -> six.getAddress();
          default -> throw new AssertionError("not an address: " + record);
        };
    return address.getHostAddress();
  }
}
