package atoll.volumeserver.move;

import atoll.kit.AtollException;
import atoll.kit.Fault;
import atoll.kit.disk.Disk;
import atoll.kit.disk.DiskEntry;
import atoll.kit.disk.DiskFile;
import atoll.kit.disk.OpenMode;
import atoll.volume.BufferPool;
import atoll.volume.LaterRecords;
import atoll.volume.Volume;
import atoll.volume.VolumeFiles;
import atoll.volume.files.VolumeFile;
import atoll.volume.files.VolumeName;
import atoll.volume.needle.VolumeId;
import atoll.volume.store.StoreDirectory;
import atoll.volumeserver.node.Node;
import atoll.volumeserver.wire.AnswerStream;
import atoll.volumeserver.wire.CallRefused;
import atoll.volumeserver.wire.CallTable;
import atoll.volumeserver.wire.CallTable.Access;
import atoll.volumeserver.wire.volume.CopyFileRequest;
import atoll.volumeserver.wire.volume.CopyFileResponse;
import atoll.volumeserver.wire.volume.VolumeIncrementalCopyRequest;
import atoll.volumeserver.wire.volume.VolumeIncrementalCopyResponse;
import atoll.volumeserver.wire.volume.VolumeServerGrpc;
import io.grpc.Status;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// Sends files of volumes as they are. Immutable.
final class CopyCalls {

  private static final int ANY_REVISION = -1;
  private static final long NANOS = 1_000_000_000;

  private final Node node;
  private final Disk disk;
  private final BufferPool buffers;

  CopyCalls(Node node) {
    this.node = node;
    this.disk = node.environment().disk();
    this.buffers = node.environment().buffers();
  }

  void bindTo(CallTable table) {
    table
        .bindStream(VolumeServerGrpc.getCopyFileMethod(), Access.OPEN, this::copyFile)
        .bindStream(
            VolumeServerGrpc.getVolumeIncrementalCopyMethod(),
            Access.OPEN,
            this::copyIncrementally);
  }

  /// What was appended after a moment, as it lies in the data file.
  private void copyIncrementally(
      VolumeIncrementalCopyRequest request, AnswerStream<VolumeIncrementalCopyResponse> answers) {
    Volume volume = Sources.volume(node, request.getVolumeId());
    try (Snapshot now = Snapshot.of(volume)) {
      long begin =
          new LaterRecords(now.files(), buffers)
              .begin(request.getSinceNs(), now.dataEnd(), now.indexEnd());
      FilePieces.read(
          now.files().data(),
          begin,
          now.dataEnd(),
          buffers,
          piece ->
              answers.send(
                  VolumeIncrementalCopyResponse.newBuilder().setFileContent(piece).build()));
    }
  }

  private void copyFile(CopyFileRequest request, AnswerStream<CopyFileResponse> answers) {
    FileNames.requireExtension(request.getExt());
    FileNames.requireCollection(request.getCollection());
    if (request.getIsEcVolume()) {
      copyShardFile(request, answers);
    } else {
      copyVolumeFile(request, answers);
    }
  }

  private void copyVolumeFile(CopyFileRequest request, AnswerStream<CopyFileResponse> answers) {
    Volume volume = Sources.volume(node, request.getVolumeId());
    try (Snapshot now = Snapshot.of(volume)) {
      VolumeFiles files = now.files();
      if (request.getCompactionRevision() != ANY_REVISION
          && request.getCompactionRevision() != files.superBlock().revision().value()) {
        throw new CallRefused(
            Status.Code.UNKNOWN, "volume " + volume.name().id() + " is compacted");
      }
      String extension = request.getExt();
      // The open files, up to where they are whole: what a name leads to may be another by now.
      if (extension.equals(VolumeFile.DATA.extension())) {
        send(files.data(), now.dataEnd(), request, answers);
      } else if (extension.equals(VolumeFile.INDEX.extension())) {
        send(files.index(), now.indexEnd(), request, answers);
      } else {
        Optional<DiskEntry> found =
            find(
                Stream.of(volume.paths().dataDirectory(), volume.paths().indexDirectory()),
                volume.name() + extension);
        send(found, "file " + extension + " of volume " + volume.name().id(), request, answers);
      }
    }
  }

  private void copyShardFile(CopyFileRequest request, AnswerStream<CopyFileResponse> answers) {
    VolumeName name = new VolumeName(request.getCollection(), new VolumeId(request.getVolumeId()));
    List<StoreDirectory> directories = node.store().directories();
    Optional<DiskEntry> found =
        find(
            Stream.concat(
                directories.stream().map(each -> each.settings().data()),
                directories.stream().map(each -> each.settings().index())),
            name + request.getExt());
    if (found.isEmpty() && !request.getIgnoreSourceFileNotFound()) {
      throw new CallRefused(Status.Code.UNKNOWN, "CopyFile not found ec volume id " + name.id());
    }
    send(found, "", request, answers);
  }

  private Optional<DiskEntry> find(Stream<Path> directories, String name) {
    return directories
        .flatMap(directory -> disk.find(directory.resolve(name)).stream())
        .filter(entry -> entry.kind() == DiskEntry.Kind.FILE)
        .findFirst();
  }

  /// @param what is missing, if it is
  private void send(
      Optional<DiskEntry> found,
      String what,
      CopyFileRequest request,
      AnswerStream<CopyFileResponse> answers) {
    if (found.isEmpty()) {
      if (request.getIgnoreSourceFileNotFound() || request.getStopOffset() == 0) {
        return;
      }
      throw new AtollException(Fault.NOT_FOUND, what + " not found");
    }
    try (DiskFile file = disk.open(found.get().path(), OpenMode.READ)) {
      send(file, file.size(), request, answers);
    }
  }

  /// The first message tells when the file was changed, and comes even without content.
  private void send(
      DiskFile file, long end, CopyFileRequest request, AnswerStream<CopyFileResponse> answers) {
    CopyFileResponse.Builder first =
        CopyFileResponse.newBuilder().setModifiedTsNs(modifiedNanos(file.path()));
    // The request's bound is unsigned.
    long stop = request.getStopOffset() < 0 ? end : Math.min(end, request.getStopOffset());
    if (stop == 0) {
      answers.send(first.build());
      return;
    }
    boolean[] begun = new boolean[1];
    FilePieces.read(
        file,
        0,
        stop,
        buffers,
        piece -> {
          CopyFileResponse.Builder next = begun[0] ? CopyFileResponse.newBuilder() : first;
          begun[0] = true;
          answers.send(next.setFileContent(piece).build());
        });
  }

  private long modifiedNanos(Path path) {
    Instant modified = disk.find(path).map(DiskEntry::modified).orElse(Instant.EPOCH);
    return modified.getEpochSecond() * NANOS + modified.getNano();
  }
}
