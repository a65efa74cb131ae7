package atoll.volumeserver.admin;

import atoll.kit.AtollException;
import atoll.kit.Fault;
import atoll.volume.Restriction;
import atoll.volume.Volume;
import atoll.volume.VolumeStatus;
import atoll.volume.info.ServerState;
import atoll.volume.info.VolumeInfo;
import atoll.volume.needle.Parsed;
import atoll.volume.needle.VolumeId;
import atoll.volume.report.VolumeReport;
import atoll.volume.store.EndResult;
import atoll.volume.superblock.ReplicaPlacement;
import atoll.volume.vacuum.VacuumResult;
import atoll.volumeserver.heartbeat.Masters;
import atoll.volumeserver.node.Node;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.UnaryOperator;

/// The operations on whole volumes, for every door. Each waits for its end, and masters hear of it
/// at once.
///
/// Shared (immutable; the store guards itself).
public final class VolumeAdministration {

  /// How the refusal in maintenance ends.
  static final String IN_MAINTENANCE = " is in maintenance mode";

  private final Node node;
  private final Masters masters;

  public VolumeAdministration(Node node, Masters masters) {
    this.node = node;
    this.masters = masters;
  }

  /// Makes a volume.
  ///
  /// Passes unless the server is in maintenance.
  ///
  /// @throws AtollException `CONFLICT`, else as [atoll.volume.store.Store#create]
  public void allocate(NewVolume wanted) {
    refuseInMaintenance();
    try {
      Volume made = node.store().create(wanted.name(), wanted.superBlock(), wanted.diskType());
      if (wanted.reservedBytes() > 0) {
        made.reserve(wanted.reservedBytes());
      }
    } finally {
      node.volumesChanged();
    }
  }

  /// Serves a volume that lies in a directory.
  ///
  /// @throws AtollException as [atoll.volume.store.Store#mount]
  public void mount(VolumeId id) {
    node.store().mount(id);
    node.volumesChanged();
  }

  /// Serves a volume no longer; an unknown one is fine.
  public void unmount(VolumeId id) {
    endVacuum(id);
    EndResult result =
        Answers.await("unmounting volume " + id, done -> node.store().unmount(id, done));
    node.volumesChanged();
    switch (result) {
      case EndResult.Ended _, EndResult.Absent _ -> {
        // Either way it is not served any more.
      }
      case EndResult.Refused(Fault fault, String why) -> throw new AtollException(fault, why);
    }
  }

  /// Removes a volume and its files.
  ///
  /// @throws AtollException `NOT_FOUND`, `CONFLICT` if it has needles and must not, `DENIED` in
  ///   maintenance
  public void delete(VolumeId id, boolean onlyEmpty) {
    refuseInMaintenance();
    if (!onlyEmpty) {
      endVacuum(id);
    }
    EndResult result =
        Answers.await("deleting volume " + id, done -> node.store().delete(id, onlyEmpty, done));
    node.volumesChanged();
    requireEnded(id, result);
  }

  private static void requireEnded(VolumeId id, EndResult result) {
    switch (result) {
      case EndResult.Ended _ -> {
        // As asked.
      }
      case EndResult.Absent _ ->
          throw new AtollException(Fault.NOT_FOUND, "volume " + id + " not found on disk");
      case EndResult.Refused(Fault fault, String why) -> throw new AtollException(fault, why);
    }
  }

  /// Removes all volumes of a collection; one that nobody knows is fine.
  ///
  /// @throws AtollException the first refusal; the other volumes are deleted all the same
  public void deleteCollection(String collection) {
    for (Volume volume : node.store().volumes()) {
      if (volume.name().collection().equals(collection)) {
        endVacuum(volume.name().id());
      }
    }
    List<EndResult> results =
        Answers.await(
            "deleting collection \"" + collection + "\"",
            done -> node.store().deleteCollection(collection, done));
    node.volumesChanged();
    for (EndResult result : results) {
      if (result instanceof EndResult.Refused(Fault fault, String why)) {
        throw new AtollException(fault, why);
      }
    }
  }

  /// Takes what a vacuum has begun away from a volume that is about to end.
  private void endVacuum(VolumeId id) {
    Optional<Volume> volume = node.store().find(id);
    if (volume.isPresent() && node.vacuums().cancel(volume.get())) {
      VacuumResult ended =
          Answers.await(
              "ending the vacuum of volume " + id,
              done -> node.vacuums().cleanUp(volume.get(), done));
      if (ended instanceof VacuumResult.Failed(Fault fault, String why)) {
        throw new AtollException(fault, why);
      }
    }
  }

  /// Changes where copies of a volume go, for good.
  ///
  /// @throws AtollException `BAD_INPUT` if `placement` is none, `NOT_FOUND`, else as the disk does;
  ///   the volume is then served as it was, if it was
  public void configure(VolumeId id, String placement) {
    requirePlacement(placement);
    Volume volume = node.store().mount(id);
    try {
      changeInfo(volume, info -> info.withReplication(placement));
      unmount(id);
    } finally {
      mount(id);
    }
  }

  /// @throws AtollException `BAD_INPUT` if it is none
  static void requirePlacement(String placement) {
    if (ReplicaPlacement.parse(placement)
        instanceof Parsed.Malformed<ReplicaPlacement>(String text)) {
      throw new AtollException(Fault.BAD_INPUT, text);
    }
  }

  /// Puts the index of a volume into the directory for indexes, if it lies beside the data.
  ///
  /// @param stop asked now and then; the index then stays where it is
  /// @throws AtollException `NOT_FOUND`, `CONFLICT` in maintenance, `CANCELLED`, else as the disk
  ///   does
  public void consolidateIndex(VolumeId id, BooleanSupplier stop) {
    refuseInMaintenance();
    endVacuum(id);
    EndResult result =
        Answers.await(
            "moving the index of volume " + id,
            done -> node.store().consolidateIndex(id, stop, done));
    node.volumesChanged();
    requireEnded(id, result);
  }

  /// A volume at this moment.
  ///
  /// @throws AtollException `NOT_FOUND`
  public VolumeStatus status(VolumeId id) {
    return find(id).status();
  }

  private Volume find(VolumeId id) {
    return node.store()
        .find(id)
        .orElseThrow(() -> new AtollException(Fault.NOT_FOUND, "volume " + id + " not found"));
  }

  /// Takes no more writes. The master is told before, so that it sends none, and afterwards, in
  /// case a heartbeat came in between.
  ///
  /// @param persist whether it stays so after a restart
  /// @throws AtollException `NOT_FOUND`, `CONFLICT` in maintenance, or as the master answers
  public void markReadOnly(VolumeId id, boolean persist, boolean deletesPass) {
    Volume volume = find(id);
    refuseInMaintenance();
    tellMaster(volume, true);
    volume.restrict(deletesPass ? Restriction.MARKED_DELETES_PASS : Restriction.MARKED);
    volume.release(deletesPass ? Restriction.MARKED : Restriction.MARKED_DELETES_PASS);
    if (persist) {
      changeInfo(volume, info -> info.withReadOnly(true, deletesPass));
    }
    tellMaster(volume, true);
    node.volumesChanged();
  }

  /// Takes writes again, also after a restart, as far as a mark is what forbade them.
  ///
  /// @throws AtollException `NOT_FOUND`, `CONFLICT` in maintenance, or as the master answers
  public void markWritable(VolumeId id) {
    Volume volume = find(id);
    refuseInMaintenance();
    volume.markWritable();
    changeInfo(volume, info -> info.withReadOnly(false, false));
    tellMaster(volume, false);
    node.volumesChanged();
  }

  private static void changeInfo(Volume volume, UnaryOperator<VolumeInfo> how) {
    Optional<AtollException> failure =
        Answers.await(
            "changing the info of volume " + volume.name().id(),
            done ->
                volume.exclusively(change -> {
                  Optional<AtollException> thrown = Optional.empty();
                  try {
                    change.changeInfo(how);
                  } catch (AtollException e) {
                    thrown = Optional.of(e);
                  }
                  done.accept(thrown);
                }));
    if (failure.isPresent()) {
      throw failure.get();
    }
  }

  private void tellMaster(Volume volume, boolean readOnly) {
    for (VolumeReport report : node.store().inventory().volumes()) {
      if (report.name().equals(volume.name())) {
        masters.markReadOnly(node.identity(), report, readOnly);
      }
    }
  }

  public ServerState state() {
    return node.store().state();
  }

  /// Begins or ends maintenance.
  ///
  /// @throws AtollException `CONFLICT` if `version` is not the present one
  public ServerState changeState(boolean maintenance, int version) {
    ServerState changed = node.store().changeState(version, maintenance);
    node.volumesChanged();
    return changed;
  }

  /// Passes unless the server is in maintenance.
  ///
  /// @throws AtollException `CONFLICT`
  public void refuseInMaintenance() {
    if (node.store().state().maintenance()) {
      throw new AtollException(
          Fault.CONFLICT, "volume server " + node.identity().id() + IN_MAINTENANCE);
    }
  }
}
