package atoll.volumeserver.move;

import atoll.kit.AtollException;
import atoll.kit.Fault;
import atoll.kit.disk.DiskFile;
import atoll.volume.BufferPool;
import atoll.volume.Volume;
import atoll.volume.files.VolumeFile;
import atoll.volume.info.VolumeInfo;
import atoll.volume.store.Arrival;
import atoll.volumeserver.wire.PeerStream;
import atoll.volumeserver.wire.volume.CopyFileRequest;
import atoll.volumeserver.wire.volume.CopyFileResponse;
import atoll.volumeserver.wire.volume.ReadVolumeFileStatusResponse;
import atoll.volumeserver.wire.volume.VolumeServerGrpc;
import io.grpc.Channel;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongConsumer;

/// Fetches the files of one volume, as they were when its status was told. Confined to one copy.
final class VolumeFetch {

  private static final int ANY_REVISION = -1;
  private static final long NANOS = 1_000_000_000;

  private final Source source;
  private final ReadVolumeFileStatusResponse status;
  private final Arrival arrival;
  private final BufferPool buffers;
  private final LongConsumer pace;
  private final LongConsumer progress;
  private final Map<VolumeFile, Instant> modified = new EnumMap<>(VolumeFile.class);
  private long fetched;

  /// Where files come from.
  ///
  /// @param name as an operator knows it
  /// @param idle how long it may be silent
  record Source(Channel channel, String name, Duration idle) {}

  /// @param pace takes the bytes that come next, and waits until they may
  /// @param progress takes the bytes of data that came so far
  VolumeFetch(
      Source source,
      ReadVolumeFileStatusResponse status,
      Arrival arrival,
      BufferPool buffers,
      LongConsumer pace,
      LongConsumer progress) {
    this.source = source;
    this.status = status;
    this.arrival = arrival;
    this.buffers = buffers;
    this.pace = pace;
    this.progress = progress;
  }

  /// @throws AtollException as the source and the disk do, `CORRUPT` if less came than was promised
  Volume run() {
    fetch(VolumeFile.DATA, status.getDatFileSize(), status.getCompactionRevision());
    fetch(VolumeFile.INDEX, status.getIdxFileSize(), status.getCompactionRevision());
    fetchInfo();
    return arrival.finish(modified);
  }

  private void fetch(VolumeFile which, long bytes, int revision) {
    DiskFile file = arrival.file(which);
    file.preallocate(0, bytes);
    long came = pour(which, bytes, revision, false, Optional.of(file));
    if (came != bytes) {
      throw new AtollException(
          Fault.CORRUPT,
          "%s sent %d of %d bytes of %s; try again"
              .formatted(source.name(), came, bytes, which.extension()));
    }
  }

  /// A volume of an old release has none.
  private void fetchInfo() {
    long came =
        pour(VolumeFile.INFO, VolumeInfo.FILE_BYTES_MAX + 1, ANY_REVISION, true, Optional.empty());
    if (came > VolumeInfo.FILE_BYTES_MAX) {
      throw new AtollException(
          Fault.TOO_LARGE, source.name() + " sent more than a volume info can be");
    }
  }

  /// @param into empty to open the file when the first byte of it comes
  /// @return how many bytes came
  private long pour(
      VolumeFile which, long bytes, int revision, boolean mayLack, Optional<DiskFile> into) {
    CopyFileRequest request =
        CopyFileRequest.newBuilder()
            .setVolumeId(status.getVolumeId())
            .setExt(which.extension())
            .setCompactionRevision(revision)
            .setStopOffset(bytes)
            .setCollection(status.getCollection())
            .setIgnoreSourceFileNotFound(mayLack)
            .build();
    String what =
        "copying %s of volume %d from %s"
            .formatted(which.extension(), status.getVolumeId(), source.name());
    try (PeerStream<CopyFileResponse> pieces =
        PeerStream.open(
            source.channel(), VolumeServerGrpc.getCopyFileMethod(), request, what, source.idle())) {
      Pouring pouring = new Pouring(which, into);
      pieces.forEach(pouring::take);
      return pouring.bytes;
    }
  }

  /// One file on its way. Confined to its stream.
  private final class Pouring {

    private final VolumeFile which;
    private Optional<DiskFile> file;
    private long bytes;

    Pouring(VolumeFile which, Optional<DiskFile> file) {
      this.which = which;
      this.file = file;
    }

    void take(CopyFileResponse piece) {
      if (piece.getModifiedTsNs() != 0) {
        modified.put(
            which,
            Instant.ofEpochSecond(
                piece.getModifiedTsNs() / NANOS, piece.getModifiedTsNs() % NANOS));
      }
      if (piece.getFileContent().isEmpty()) {
        return;
      }
      pace.accept(piece.getFileContent().size());
      if (file.isEmpty()) {
        file = Optional.of(arrival.file(which));
      }
      FilePieces.append(file.get(), piece.getFileContent(), buffers);
      bytes += piece.getFileContent().size();
      if (which == VolumeFile.DATA) {
        fetched += piece.getFileContent().size();
        progress.accept(fetched);
      }
    }
  }
}
