package atoll.volume.store;

import atoll.kit.AtollException;
import atoll.kit.Fault;
import atoll.volume.VolumeEnvironment;
import atoll.volume.info.ServerState;
import java.nio.file.Path;

/// What a server remembers of itself, in memory and in its file. Shared (changes are guarded by its
/// own lock).
final class StateKeeper {

  private final StateFile file;
  private volatile ServerState state;

  private StateKeeper(StateFile file, ServerState state) {
    this.file = file;
    this.state = state;
  }

  /// Reads the file. One that cannot be read is reported and left as it is.
  static StateKeeper load(VolumeEnvironment environment, Path directory) {
    StateFile file = new StateFile(environment.disk(), directory);
    try {
      return new StateKeeper(file, file.read());
    } catch (AtollException e) {
      environment.events().report(new StoreEvent.StateUnreadable(directory.toString(), e));
      return new StateKeeper(file, ServerState.INITIAL);
    }
  }

  ServerState now() {
    return state;
  }

  /// @throws AtollException `CONFLICT` if the version is another, else as the disk does; the state
  ///   then stays as it was
  synchronized ServerState change(int presentVersion, boolean maintenance) {
    ServerState now = state;
    if (now.version() != presentVersion) {
      throw new AtollException(
          Fault.CONFLICT,
          "version mismatch for VolumeServerState (got %s, want %s)"
              .formatted(
                  Integer.toUnsignedString(now.version()),
                  Integer.toUnsignedString(presentVersion)));
    }
    ServerState changed = now.changedTo(maintenance);
    file.write(changed);
    state = changed;
    return changed;
  }
}
