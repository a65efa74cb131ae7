package atoll.volumeserver.heartbeat;

import atoll.kit.AtollException;
import atoll.kit.Deadline;
import atoll.kit.Fault;
import atoll.kit.count.Counter;
import atoll.kit.count.Family;
import atoll.kit.run.Runner;
import atoll.kit.run.Signal;
import atoll.kit.run.Task;
import atoll.kit.unit.Durations;
import atoll.volume.store.VolumeQuota;
import atoll.volumeserver.node.Node;
import atoll.volumeserver.wire.ServerAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/// Tells the leading master what this server holds, from the moment its volumes are loaded until it
/// leaves. A master that does not answer is followed by the next of the list; one that names a
/// leader is left for that one.
///
/// Shared (its loop is one piece of work; others only raise its signal).
public final class Heartbeats implements AutoCloseable {

  private static final Duration DISK_CHECK = Duration.ofMinutes(1);

  private final Node node;
  private final Masters masters;
  private final HeartbeatSettings settings;
  private final Signal signal;
  private final Consumer<AtollException> onRefusal;
  private final Family<Counter> disconnections;
  private final Task loop;
  private final Task diskCheck;

  // The loop's own.
  private VolumeQuota quota = VolumeQuota.UNKNOWN;
  private int failures;
  private int refusals;

  private Heartbeats(
      Node node,
      Masters masters,
      HeartbeatSettings settings,
      Runner runner,
      Consumer<AtollException> onRefusal) {
    this.node = node;
    this.masters = masters;
    this.settings = settings;
    this.signal = runner.signal();
    this.onRefusal = onRefusal;
    this.disconnections =
        node.counters()
            .counters(
                "SeaweedFS_volumeServer_master_disconnections",
                "How often a stream of heartbeats broke.",
                "address");
    node.onVolumesChanged(signal::raise);
    this.loop = runner.submit("heartbeat", this::run);
    this.diskCheck =
        runner.repeat(
            "look at disks",
            DISK_CHECK,
            () -> {
              if (node.isLoaded()) {
                node.store().checkSpace();
                node.store().checkFiles();
              }
            });
  }

  /// Begins. Nothing is sent before the volumes are loaded.
  ///
  /// @param onRefusal told once, with `CONFLICT`, if the masters keep refusing our directories
  ///   because another server has shown them: the process should end then
  public static Heartbeats start(
      Node node,
      Masters masters,
      HeartbeatSettings settings,
      Runner runner,
      Consumer<AtollException> onRefusal) {
    return new Heartbeats(node, masters, settings, runner, onRefusal);
  }

  private void run() {
    while (!node.isLoaded() && !isOver()) {
      signal.await(Deadline.after(node.clock(), settings.pulse()));
    }
    Optional<ServerAddress> leader = Optional.empty();
    while (!isOver()) {
      ServerAddress master = leader.orElseGet(masters::next);
      leader = Optional.empty();
      switch (speakTo(master)) {
        case Session.End.Left _ -> {
          node.events().report(new HeartbeatEvent.Left(master.toString()));
          return;
        }
        case Session.End.Elsewhere(ServerAddress other) -> {
          node.events()
              .report(new HeartbeatEvent.LeaderChanged(master.toString(), other.toString()));
          leader = Optional.of(other);
          waitFor(settings.leaderPause());
        }
        case Session.End.Refused(List<String> directories) -> {
          if (!refused(master, directories)) {
            return;
          }
        }
        case Session.End.Failed(String why) -> failed(master, why);
      }
    }
    node.events().report(new HeartbeatEvent.Left(""));
  }

  private Session.End speakTo(ServerAddress master) {
    MasterStream stream;
    try {
      stream = MasterStream.open(masters.channel(master), signal);
    } catch (AtollException e) {
      return new Session.End.Failed(String.valueOf(e.getMessage()));
    }
    masters.setCurrent(master);
    try {
      Session session =
          new Session(node, settings, master, stream, signal, quota, () -> taken(master));
      Session.End end = session.run();
      quota = session.quota();
      return end;
    } finally {
      stream.cut();
    }
  }

  private void taken(ServerAddress master) {
    failures = 0;
    refusals = 0;
    node.readiness().known();
    node.events().report(new HeartbeatEvent.Taken(master.toString()));
  }

  private void failed(ServerAddress master, String why) {
    failures++;
    refusals = 0;
    disconnections.with(master.toString()).increment();
    Duration pause = settings.retryPause(failures);
    node.events().report(new HeartbeatEvent.Lost(master.toString(), why, Durations.brief(pause)));
    waitFor(pause);
  }

  /// @return whether another try is worth it
  private boolean refused(ServerAddress master, List<String> directories) {
    refusals++;
    disconnections.with(master.toString()).increment();
    boolean last = refusals > settings.duplicateRetries();
    Duration pause = settings.duplicatePause(refusals);
    HeartbeatEvent.DirectoryRefused event =
        new HeartbeatEvent.DirectoryRefused(
            master.toString(),
            directories,
            last
                ? "this server ends, since it was refused %d times".formatted(refusals)
                : "the next try follows in " + Durations.brief(pause));
    node.events().report(event);
    if (last) {
      onRefusal.accept(new AtollException(Fault.CONFLICT, event.message()));
      return false;
    }
    waitFor(pause);
    return true;
  }

  private void waitFor(Duration pause) {
    Deadline deadline = Deadline.after(node.clock(), pause);
    while (!isOver() && signal.await(deadline)) {
      // Woken for a change of volumes, which is told when a master listens again.
    }
  }

  private boolean isOver() {
    return node.readiness().hasLeft() || node.readiness().isStopping();
  }

  /// Says farewell and sends nothing more. What is stored is served on. Has no effect the second
  /// time.
  public void leave() {
    node.readiness().left();
    signal.raise();
    awaitEnd();
  }

  /// Says farewell unless that was done, and ends.
  @Override
  public void close() {
    node.readiness().stopping();
    signal.raise();
    awaitEnd();
    loop.cancel();
    diskCheck.cancel();
  }

  private void awaitEnd() {
    loop.await(Deadline.after(node.clock(), settings.farewellTime().plusSeconds(1)));
  }
}
