package atoll.mkv.hosts;

import atoll.http.field.ByteRange;
import atoll.kit.Bytes;
import atoll.mkv.key.BlobName;
import atoll.mkv.key.HostId;
import atoll.mkv.record.Sidecar;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/// All blob hosts of a store, each asked by its id. Every request has a deadline of its own and
/// ends with a [HostResult]; none throws for what a host did. What each request met is told to the
/// hosts' health.
///
/// Order of publication: the blob, whole and verified, then its sidecar. Order of removal: the
/// sidecar, then the blob. So a sidecar implies a whole blob, and a blob without one is garbage.
///
/// Shared by any number of threads. Futures complete on threads that must not block.
public interface BlobHosts {

  /// Stores a blob that is in memory and publishes it: blob, then sidecar.
  CompletableFuture<HostResult> store(HostId host, Sidecar sidecar, Bytes content, Caller caller);

  /// Begins to send a blob that is not known whole yet. It is not published by that.
  ///
  /// @param lengthBytes or -1 if it is not known
  BlobUpload upload(HostId host, BlobName blob, long lengthBytes, Caller caller);

  /// Publishes a blob that is there, or changes what its sidecar says, or leaves a tombstone.
  CompletableFuture<HostResult> publish(HostId host, Sidecar sidecar, Caller caller);

  /// Removes sidecar and blob; what is not there counts as removed.
  CompletableFuture<HostResult> remove(HostId host, BlobName blob, Caller caller);

  /// Begins to read a blob, or a part of it. The reading is closed by whoever gets it.
  CompletableFuture<BlobReading> read(
      HostId host, BlobName blob, Optional<ByteRange> range, Caller caller);

  /// The address of a blob for clients of the store, as a redirect names it.
  String publicAddress(HostId host, BlobName blob);

  /// The path by which a front server that sends files itself finds the blob, for
  /// `X-Accel-Redirect`.
  String accelPath(HostId host, BlobName blob);
}
