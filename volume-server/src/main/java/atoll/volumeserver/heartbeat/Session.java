package atoll.volumeserver.heartbeat;

import atoll.kit.Clock;
import atoll.kit.Deadline;
import atoll.kit.run.Signal;
import atoll.volume.info.ServerState;
import atoll.volume.store.EndResult;
import atoll.volume.store.Store;
import atoll.volume.store.StoreInventory;
import atoll.volume.store.VolumeQuota;
import atoll.volumeserver.node.Node;
import atoll.volumeserver.wire.ServerAddress;
import atoll.volumeserver.wire.master.HeartbeatResponse;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The heartbeats to one master, from the first to the end of their stream. Confined to the thread
/// that runs it.
final class Session {

  /// Why a session is over.
  sealed interface End {

    record Failed(String why) implements End {}

    record Elsewhere(ServerAddress leader) implements End {}

    record Refused(List<String> directories) implements End {}

    record Left() implements End {}
  }

  private final Node node;
  private final HeartbeatSettings settings;
  private final ServerAddress master;
  private final MasterStream stream;
  private final Signal signal;
  private final Runnable onTaken;
  private final Reporting reporting = new Reporting();
  private final Store store;
  private final Clock clock;
  private VolumeQuota quota;
  // A master takes a server that says nothing of its state for one in the first.
  private ServerState toldState = ServerState.INITIAL;
  private boolean taken;

  /// @param quota as the last master said it
  /// @param onTaken called once the master has taken a heartbeat
  Session(
      Node node,
      HeartbeatSettings settings,
      ServerAddress master,
      MasterStream stream,
      Signal signal,
      VolumeQuota quota,
      Runnable onTaken) {
    this.node = node;
    this.settings = settings;
    this.master = master;
    this.stream = stream;
    this.signal = signal;
    this.quota = quota;
    this.onTaken = onTaken;
    this.store = node.store();
    this.clock = node.clock();
  }

  VolumeQuota quota() {
    return quota;
  }

  /// Runs until the stream is over, the master sends us away, or this server leaves.
  End run() {
    Deadline firstAnswer = Deadline.after(clock, settings.firstAnswer());
    sayVolumes();
    stream.send(Beats.shards());
    sayState();
    Deadline pulse = nextPulse();
    int silentPulses = 0;
    for (int pulses = 1; ; ) {
      signal.await(taken ? pulse : pulse.earlier(firstAnswer));
      End end = hear();
      if (end != null) {
        return end;
      }
      if (node.readiness().hasLeft() || node.readiness().isStopping()) {
        return sayFarewell();
      }
      if (!taken && firstAnswer.hasPassed(clock)) {
        return new End.Failed("it did not answer the first heartbeat");
      }
      if (!pulse.hasPassed(clock)) {
        if (stream.isReady()) {
          sayComings();
          sayState();
        }
        continue;
      }
      pulse = nextPulse();
      if (!stream.isReady()) {
        silentPulses++;
        if (silentPulses == SILENT_PULSES_MAX) {
          return new End.Failed("it does not read what it is sent");
        }
        continue;
      }
      silentPulses = 0;
      sayVolumes();
      sayState();
      if (++pulses % settings.shardPulses() == 0) {
        stream.send(Beats.shards());
      }
    }
  }

  private static final int SILENT_PULSES_MAX = 6;

  private Deadline nextPulse() {
    return Deadline.after(clock, settings.pulse());
  }

  private @Nullable End hear() {
    for (HeartbeatResponse message = stream.take(); message != null; message = stream.take()) {
      switch (MasterAnswer.of(message, master, quota)) {
        case MasterAnswer.Taken answer -> take(answer);
        case MasterAnswer.Elsewhere(ServerAddress leader) -> {
          return new End.Elsewhere(leader);
        }
        case MasterAnswer.Refused(List<String> ids) -> {
          return new End.Refused(directoriesOf(ids));
        }
        case MasterAnswer.Nonsense(String why) -> {
          return new End.Failed(why);
        }
      }
    }
    String over = stream.end();
    return over == null ? null : new End.Failed(over);
  }

  private void take(MasterAnswer.Taken answer) {
    if (answer.changesSuffice()) {
      reporting.acceptChanges();
    }
    if (answer.wholeListWanted()) {
      reporting.wantWholeList();
    }
    if (answer.quota().isPresent()) {
      quota = answer.quota().get();
      var before = store.inventory().volumesMax();
      store.setQuota(quota);
      if (!store.inventory().volumesMax().equals(before)) {
        sayVolumes();
      }
    }
    if (!taken) {
      taken = true;
      onTaken.run();
    }
  }

  private List<String> directoriesOf(List<String> ids) {
    return store.directories().stream()
        .filter(directory -> ids.contains(directory.id().text()))
        .map(Object::toString)
        .toList();
  }

  private void sayVolumes() {
    StoreInventory inventory = store.inventory();
    stream.send(Beats.volumes(node.identity(), inventory, reporting.beat(inventory.volumes())));
    store.deleteExpired(results -> {
      for (EndResult result : results) {
        if (result instanceof EndResult.Refused(_, String why)) {
          node.events().report(new HeartbeatEvent.ExpiredVolumeKept(why));
        }
      }
    });
  }

  private void sayComings() {
    Reporting.Comings comings = reporting.comings(store.inventory().volumes());
    if (!comings.isEmpty()) {
      stream.send(Beats.comings(node.identity(), comings));
    }
  }

  private void sayState() {
    ServerState state = store.state();
    if (!state.equals(toldState)) {
      toldState = state;
      stream.send(Beats.state(node.identity(), state));
    }
  }

  private End sayFarewell() {
    stream.send(Beats.farewell(node.identity()));
    stream.finish();
    Deadline deadline = Deadline.after(clock, settings.farewellTime());
    while (stream.end() == null && signal.await(deadline)) {
      while (stream.take() != null) {
        // Nothing that is said now matters.
      }
    }
    return new End.Left();
  }
}
