package atoll.cueballdns;

import atoll.cueball.Backend;
import atoll.cueball.Resolver;
import atoll.kit.AtollException;
import atoll.kit.Fault;
import atoll.kit.Randomness;
import atoll.kit.event.Events;
import atoll.kit.net.Endpoint;
import atoll.kit.run.Runner;
import atoll.kit.run.Task;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Finds the backends of a service in DNS and looks again whenever the answers have lost their time
/// to live.
///
/// - The name servers are asked in their order until one answers.
/// - All hosts of the SRV record and all their addresses, IPv4 and IPv6, are backends; priorities
///   and weights are not used. Without an SRV record the domain itself is the host.
/// - A report is made only if the set has changed. What cannot be looked up stays as it was: a
///   single host whose addresses nobody tells now, or the whole set.
///
/// Confined to the work it starts, but for starting and closing.
public final class DnsResolver implements Resolver {

  /// So that clients that began together do not ask together for ever.
  private static final double JITTER = 0.1;

  private final DnsService service;
  private final NameServers servers;
  private final DnsLimits limits;
  private final Runner runner;
  private final Randomness randomness;
  private final Events events;
  private @Nullable Task task;

  /// A resolver.
  ///
  /// @param servers the name servers' addresses, as [ResolvConf] gives them
  /// @throws AtollException `BAD_INPUT` if there is none
  public DnsResolver(
      DnsService service,
      List<Endpoint> servers,
      DnsLimits limits,
      Runner runner,
      Randomness randomness,
      Events events) {
    if (servers.isEmpty()) {
      throw new AtollException(
          Fault.BAD_INPUT, "no name server is given to look up " + service + "; name at least one");
    }
    this.service = service;
    this.servers = new NameServers(servers, limits.answerTime());
    this.limits = limits;
    this.runner = runner;
    this.randomness = randomness;
    this.events = events;
  }

  @Override
  public void start(Consumer<Set<Backend>> report) {
    task = runner.submit("look up " + service, () -> keepLooking(report));
  }

  @Override
  public void close() {
    Task running = task;
    if (running != null) {
      running.cancel();
    }
  }

  private void keepLooking(Consumer<Set<Backend>> report) {
    Round.Memory memory = new Round.Memory();
    Round.Question question = service.question(limits.targetCount());
    Set<Backend> last = Set.of();
    int failures = 0;
    boolean quiet = true;
    while (true) {
      Round.Result result = memory.look(question, servers::ask);
      Answer.Failed failure = result.failure();
      Set<Backend> found = result.backends().orElse(last);
      if (!found.equals(last)) {
        report.accept(found);
        last = found;
      }
      failures = failure == null ? 0 : failures + 1;
      Duration pause = pause(result, failures);
      quiet = tell(result, pause, quiet);
      runner.pause(pause);
    }
  }

  private Duration pause(Round.Result result, int failures) {
    if (failures > 0) {
      return limits.backoff().pause(failures, randomness);
    }
    if (result.backends().isEmpty()) {
      return limits.emptyPause();
    }
    long most = limits.mostPause().toSeconds();
    Duration ttl = Duration.ofSeconds(Math.min(result.ttlSeconds(), most));
    Duration least = limits.leastPause();
    Duration pause = ttl.compareTo(least) < 0 ? least : ttl;
    return pause.plusNanos((long) (pause.toNanos() * JITTER * randomness.nextDouble()));
  }

  /// Reports when things begin to go wrong and when they go well again.
  private boolean tell(Round.Result result, Duration pause, boolean quiet) {
    Answer.Failed failure = result.failure();
    boolean well = failure == null && result.backends().isPresent();
    if (well && !quiet) {
      events.report(new DnsEvent.LookUpWorks(service.toString()));
    } else if (!well && quiet) {
      events.report(
          failure == null
              ? new DnsEvent.NothingFound(service.toString(), pause)
              : new DnsEvent.LookUpFailed(service.toString(), pause, failure.cause()));
    }
    return well;
  }
}
