package atoll.volume.store;

import atoll.kit.AtollException;
import atoll.kit.Bytes;
import atoll.kit.Fault;
import atoll.kit.disk.Disk;
import atoll.kit.disk.DiskEntry;
import atoll.kit.disk.DiskFile;
import atoll.kit.disk.OpenMode;
import atoll.volume.files.VolumeFile;
import atoll.volume.info.ServerState;
import atoll.volume.needle.Place;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Optional;

/// Reads and writes `state.pb`. Immutable; whoever changes the state orders the calls.
record StateFile(Disk disk, Path directory) {

  private static final int BYTES_MAX = 1 << 16;

  private Path path() {
    return directory.resolve(VolumeFile.SERVER_STATE);
  }

  /// @throws AtollException `CORRUPT` if it is no state, else as the disk does
  ServerState read() {
    Optional<DiskEntry> entry = disk.find(path());
    if (entry.isEmpty()) {
      return ServerState.INITIAL;
    }
    if (entry.get().sizeBytes() > BYTES_MAX) {
      throw new AtollException(
          Fault.CORRUPT, path() + ": " + entry.get().sizeBytes() + " bytes are no server state");
    }
    try (DiskFile file = disk.open(path(), OpenMode.READ)) {
      ByteBuffer content = ByteBuffer.allocateDirect((int) entry.get().sizeBytes());
      file.readAt(0, content);
      return ServerState.read(Bytes.copyOf(content.flip()), new Place(path().toString(), 0));
    }
  }

  /// Replaces the file in one step.
  void write(ServerState state) {
    Path hidden = path().resolveSibling(VolumeFile.SERVER_STATE + ".tmp");
    disk.delete(hidden);
    try (DiskFile file = disk.open(hidden, OpenMode.CREATE_NEW)) {
      Bytes bytes = state.write();
      file.append(ByteBuffer.allocateDirect(bytes.size()).put(bytes.asBuffer()).flip());
      file.syncAll();
    }
    disk.rename(hidden, path());
    disk.syncDirectory(directory);
  }
}
