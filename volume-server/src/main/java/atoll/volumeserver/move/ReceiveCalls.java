package atoll.volumeserver.move;

import atoll.kit.AtollException;
import atoll.kit.Fault;
import atoll.kit.disk.Disk;
import atoll.kit.disk.DiskFile;
import atoll.kit.disk.OpenMode;
import atoll.volume.Volume;
import atoll.volume.VolumePaths;
import atoll.volume.files.VolumeFile;
import atoll.volume.files.VolumeName;
import atoll.volume.needle.VolumeId;
import atoll.volume.store.StoreDirectory;
import atoll.volumeserver.admin.VolumeAdministration;
import atoll.volumeserver.node.Node;
import atoll.volumeserver.wire.CallTable;
import atoll.volumeserver.wire.CallTable.Access;
import atoll.volumeserver.wire.RequestStream;
import atoll.volumeserver.wire.volume.ReceiveFileInfo;
import atoll.volumeserver.wire.volume.ReceiveFileRequest;
import atoll.volumeserver.wire.volume.ReceiveFileResponse;
import atoll.volumeserver.wire.volume.VolumeServerGrpc;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// Takes in single files. Each gathers under a name that nobody looks for, and gets its own when it
/// is whole. Shared (guarded by a concurrent set).
final class ReceiveCalls {

  /// What a whole volume is adopted from later.
  private static final String STAGED = ".copying";

  private final Node node;
  private final VolumeAdministration volumes;
  private final Disk disk;
  private final Set<Path> arriving = ConcurrentHashMap.newKeySet();

  ReceiveCalls(Node node, VolumeAdministration volumes) {
    this.node = node;
    this.volumes = volumes;
    this.disk = node.environment().disk();
  }

  void bindTo(CallTable table) {
    table.bindUpload(VolumeServerGrpc.getReceiveFileMethod(), Access.OPEN, this::receive);
  }

  /// What is wrong with the request or the disk stands in the answer, as clients look for it there.
  private ReceiveFileResponse receive(RequestStream<ReceiveFileRequest> requests) {
    volumes.refuseInMaintenance();
    try {
      Optional<ReceiveFileRequest> first = requests.next();
      ReceiveFileInfo info = info(first);
      return ReceiveFileResponse.newBuilder().setBytesWritten(receive(info, requests)).build();
    } catch (AtollException e) {
      if (e.fault() == Fault.CANCELLED || e.fault() == Fault.TIMEOUT) {
        throw e;
      }
      return ReceiveFileResponse.newBuilder().setError(String.valueOf(e.getMessage())).build();
    }
  }

  private static ReceiveFileInfo info(Optional<ReceiveFileRequest> first) {
    return switch (first
        .map(ReceiveFileRequest::getDataCase)
        .orElse(ReceiveFileRequest.DataCase.FILE_CONTENT)) {
      case INFO -> first.orElseThrow().getInfo();
      case FILE_CONTENT ->
          throw new AtollException(Fault.BAD_INPUT, "file info must be sent first");
      case DATA_NOT_SET -> throw new AtollException(Fault.BAD_INPUT, "unknown message type");
    };
  }

  private long receive(ReceiveFileInfo info, RequestStream<ReceiveFileRequest> requests) {
    FileNames.requireExtension(info.getExt());
    FileNames.requireCollection(info.getCollection());
    Path target = target(info);
    if (!arriving.add(target)) {
      throw new AtollException(Fault.BUSY, target + " is being received already");
    }
    Path hidden = VolumePaths.arriving(target);
    try {
      disk.delete(hidden);
      long bytes;
      try (DiskFile file = disk.open(hidden, OpenMode.CREATE_NEW)) {
        bytes = pour(info, requests, file);
        file.syncAll();
      }
      disk.rename(hidden, target);
      Path directory = target.getParent();
      if (directory != null) {
        disk.syncDirectory(directory);
      }
      return bytes;
    } finally {
      disk.delete(hidden);
      arriving.remove(target);
    }
  }

  private long pour(
      ReceiveFileInfo info, RequestStream<ReceiveFileRequest> requests, DiskFile file) {
    long[] bytes = new long[1];
    requests.forEach(request -> {
      switch (request.getDataCase()) {
        case FILE_CONTENT -> {
          node.pace().copies().take(request.getFileContent().size());
          FilePieces.append(file, request.getFileContent(), node.environment().buffers());
          bytes[0] += request.getFileContent().size();
        }
        case INFO -> throw new AtollException(Fault.BAD_INPUT, "file info was sent before");
        case DATA_NOT_SET -> throw new AtollException(Fault.BAD_INPUT, "unknown message type");
      }
    });
    if (info.getFileSize() != 0 && info.getFileSize() != bytes[0]) {
      throw new AtollException(
          Fault.CORRUPT,
          "%d of %d bytes of %s came; send it again"
              .formatted(bytes[0], info.getFileSize(), info.getExt()));
    }
    return bytes[0];
  }

  // ---- where it goes ----

  private Path target(ReceiveFileInfo info) {
    VolumeId id = new VolumeId(info.getVolumeId());
    VolumeName name = new VolumeName(info.getCollection(), id);
    if (info.getIsEcVolume()) {
      return directoryForShards(info, name).settings().data().resolve(name + info.getExt());
    }
    if (!info.getDiskType().isEmpty()) {
      return node.store()
          .directoryForCopy(info.getDiskType(), info.getFileSize())
          .map(directory -> directory.settings().data().resolve(name + info.getExt() + STAGED))
          .orElseThrow(() ->
              new AtollException(
                  Fault.NO_SPACE,
                  "no %s disk location with a free slot for volume %s"
                      .formatted(info.getDiskType(), id)));
    }
    Volume volume =
        node.store()
            .find(id)
            .orElseThrow(() -> new AtollException(Fault.NOT_FOUND, "volume " + id + " not found"));
    if (VolumeFile.find(volume.name() + info.getExt()).isPresent()) {
      throw new AtollException(
          Fault.CONFLICT,
          "volume %s is served: its %s cannot be replaced".formatted(id, info.getExt()));
    }
    return volume.paths().dataDirectory().resolve(volume.name() + info.getExt());
  }

  private StoreDirectory directoryForShards(ReceiveFileInfo info, VolumeName name) {
    List<StoreDirectory> directories = node.store().directories();
    int wanted = info.getDiskId();
    if (wanted != 0) {
      if (Integer.compareUnsigned(wanted, directories.size()) >= 0) {
        throw new AtollException(
            Fault.BAD_INPUT,
            "invalid disk_id %s: only have %d disks"
                .formatted(Integer.toUnsignedString(wanted), directories.size()));
      }
      return directories.get(wanted);
    }
    return directories.stream()
        .filter(directory -> !directory.isLow() && hasShardIndex(directory, name))
        .findFirst()
        .or(() -> node.store().directoryForCopy("", info.getFileSize()))
        .or(() -> anyDirectory(directories, info.getFileSize()))
        .orElseThrow(() -> new AtollException(Fault.NO_SPACE, "no storage location available"));
  }

  /// Shards are found by their index, which lies beside them.
  private boolean hasShardIndex(StoreDirectory directory, VolumeName name) {
    return disk.find(directory.settings().data().resolve(name + ".ecx")).isPresent()
        || disk.find(directory.settings().index().resolve(name + ".ecx")).isPresent();
  }

  private Optional<StoreDirectory> anyDirectory(List<StoreDirectory> directories, long bytes) {
    return directories.stream()
        .map(directory -> directory.settings().diskType())
        .distinct()
        .flatMap(type -> node.store().directoryForCopy(type, bytes).stream())
        .findFirst();
  }
}
