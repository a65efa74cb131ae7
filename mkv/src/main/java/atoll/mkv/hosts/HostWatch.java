package atoll.mkv.hosts;

import atoll.http.client.BlockingResponse;
import atoll.http.client.ClientBody;
import atoll.http.client.ClientRequest;
import atoll.http.client.HttpClient;
import atoll.kit.AtollException;
import atoll.kit.Bytes;
import atoll.kit.Clock;
import atoll.kit.Deadline;
import atoll.kit.Randomness;
import atoll.kit.event.Events;
import atoll.kit.run.Runner;
import atoll.kit.run.Task;
import atoll.mkv.key.HostId;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Watches blob hosts: what real traffic meets counts, and each is asked for its identity from time
/// to time. Now and then a small file is written and removed, because a disk may be full or
/// read-only without a read noticing.
///
/// Shared (a concurrent map of values).
public final class HostWatch implements HostHealth, AutoCloseable {

  /// The path of the file in which a host says who it is.
  public static final String IDENTITY_PATH = "/mkv-host.json";

  /// The path that is written to and removed: at the depth of a blob.
  public static final String PROBE_PATH = "/00/00/mkv-probe";

  /// In the answer with the identity: bytes free on the disk. nginx does not tell.
  public static final String FREE_FIELD = "X-Mkv-Free-Bytes";

  private static final int IDENTITY_BYTES = 4096;
  private static final Pattern FREE = Pattern.compile("[0-9]{1,18}");

  /// The part of an interval by which a probe may come later, so that gateways and hosts do not
  /// fall into step.
  private static final double JITTER = 0.25;

  private static final Pattern ID = Pattern.compile("\"id\"\\s*:\\s*\"([^\"]*)\"");

  /// How hosts are watched. Immutable.
  ///
  /// @param deepInterval between probes that write
  /// @param identity whether a host must say who it is
  public record Settings(
      Duration interval,
      Duration timeout,
      Duration deepInterval,
      int fall,
      int rise,
      boolean identity) {}

  private final HttpClient client;
  private final Clock clock;
  private final Randomness randomness;
  private final Events events;
  private final ConcurrentHashMap<HostId, HostPulse> pulses = new ConcurrentHashMap<>();
  private final ConcurrentHashMap<HostId, Long> free = new ConcurrentHashMap<>();
  private volatile Settings settings;
  private volatile Map<HostId, HostAddress> addresses;
  private volatile @Nullable Task probing;
  private volatile boolean closed;

  /// Confined to the probing work.
  private long nextDeepNanos;

  public HostWatch(
      HttpClient client,
      Clock clock,
      Randomness randomness,
      Events events,
      Settings settings,
      Map<HostId, HostAddress> addresses) {
    this.client = client;
    this.clock = clock;
    this.randomness = randomness;
    this.events = events;
    this.settings = settings;
    this.addresses = Map.copyOf(addresses);
    this.nextDeepNanos = clock.nanos();
  }

  /// Begins to probe.
  public void start(Runner runner) {
    probeAll(runner);
    Duration pause = settings.interval();
    probing =
        runner.schedule(
            "mkv host probes",
            pause,
            () -> {
              if (!closed) {
                start(runner);
              }
            });
  }

  /// Watches these from now on.
  public void use(Settings others, Map<HostId, HostAddress> hosts) {
    settings = others;
    addresses = Map.copyOf(hosts);
    pulses.keySet().retainAll(hosts.keySet());
    free.keySet().retainAll(hosts.keySet());
  }

  @Override
  public HostCondition of(HostId host) {
    HostPulse pulse = pulses.get(host);
    return pulse == null ? HostCondition.UP : pulse.condition();
  }

  @Override
  public void seen(HostId host, HostResult result) {
    boolean bad = result instanceof HostResult.Failed(HostFailure why) && why.countsAgainstHealth();
    if (!bad && pulses.get(host) == null) {
      return;
    }
    note(host, !bad, result);
  }

  private void note(HostId host, boolean sound, HostResult result) {
    Settings now = settings;
    HostPulse before = pulses.getOrDefault(host, HostPulse.FRESH);
    HostPulse after =
        pulses.merge(
            host,
            HostPulse.FRESH.next(sound, now.fall(), now.rise()),
            (old, ignored) -> old.next(sound, now.fall(), now.rise()));
    if (before.condition() != after.condition()) {
      String why =
          result instanceof HostResult.Failed(HostFailure failure) ? failure.toString() : "";
      events.report(new HostEvent.Changed(host, before.condition(), after.condition(), why));
    }
  }

  @Override
  public long freeBytes(HostId host) {
    return free.getOrDefault(host, -1L);
  }

  private void probeAll(Runner runner) {
    boolean deep = clock.nanos() - nextDeepNanos >= 0;
    if (deep) {
      nextDeepNanos = clock.nanos() + settings.deepInterval().toNanos();
    }
    for (HostAddress address : addresses.values()) {
      double part = JITTER * randomness.nextDouble();
      Duration delay = Duration.ofNanos((long) (part * settings.interval().toNanos()));
      var _ = runner.schedule("mkv probe " + address.id(), delay, () -> probe(address, deep));
    }
  }

  /// Asks one host once.
  void probe(HostAddress address, boolean deep) {
    Optional<HostFailure> failure = identity(address);
    if (failure.isEmpty() && deep) {
      failure = touch(address);
    }
    HostResult result = failure.map(HostResult::failed).orElseGet(HostResult::done);
    note(address.id(), failure.isEmpty(), result);
  }

  private Optional<HostFailure> identity(HostAddress address) {
    ClientRequest request = ClientRequest.get(address.at(), address.path() + IDENTITY_PATH);
    try (BlockingResponse response = client.send(request, deadline())) {
      String text = response.body().readText(IDENTITY_BYTES);
      if (response.status() == 404 && !settings.identity()) {
        return Optional.empty();
      }
      if (response.status() == 404) {
        return Optional.of(new HostFailure.WrongHost("no identity: the disk may not be mounted"));
      }
      if (response.status() != 200) {
        return Optional.of(new HostFailure.Status(response.status()));
      }
      noteFree(address.id(), response.headers().first(FREE_FIELD));
      Matcher matcher = ID.matcher(text);
      String found = matcher.find() ? matcher.group(1) : "no id";
      return found.equals(address.id().text())
          ? Optional.empty()
          : Optional.of(new HostFailure.WrongHost(found));
    } catch (AtollException failed) {
      return Optional.of(HostAnswers.of(failed));
    }
  }

  private void noteFree(HostId host, @Nullable String told) {
    if (told != null && FREE.matcher(told).matches()) {
      free.put(host, Long.parseLong(told));
    } else {
      free.remove(host);
    }
  }

  /// Writes and removes a byte.
  private Optional<HostFailure> touch(HostAddress address) {
    String path = address.path() + PROBE_PATH;
    for (ClientRequest request :
        new ClientRequest[] {
          ClientRequest.of(address.at(), "PUT", path, new ClientBody.Whole(Bytes.utf8("1"))),
          ClientRequest.of(address.at(), "DELETE", path, ClientBody.NONE)
        }) {
      try (BlockingResponse response = client.send(request, deadline())) {
        HostResult result = HostAnswers.of(response.status());
        var _ = response.body().readAll(IDENTITY_BYTES);
        if (result instanceof HostResult.Failed(HostFailure why)
            && !(why instanceof HostFailure.NotFound)) {
          return Optional.of(why);
        }
      } catch (AtollException failed) {
        return Optional.of(HostAnswers.of(failed));
      }
    }
    return Optional.empty();
  }

  private Deadline deadline() {
    return Deadline.after(clock, settings.timeout());
  }

  @Override
  public void close() {
    closed = true;
    Task running = probing;
    if (running != null) {
      running.cancel();
    }
  }
}
