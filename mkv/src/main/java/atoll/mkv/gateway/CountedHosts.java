package atoll.mkv.gateway;

import atoll.http.field.ByteRange;
import atoll.kit.Bytes;
import atoll.kit.Clock;
import atoll.mkv.hosts.BlobHosts;
import atoll.mkv.hosts.BlobReading;
import atoll.mkv.hosts.BlobUpload;
import atoll.mkv.hosts.Caller;
import atoll.mkv.hosts.CopyTimes;
import atoll.mkv.hosts.HostFailure;
import atoll.mkv.hosts.HostResult;
import atoll.mkv.key.BlobName;
import atoll.mkv.key.HostId;
import atoll.mkv.record.Sidecar;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/// Blob hosts whose requests are counted and timed. Shared.
final class CountedHosts implements BlobHosts {

  private final BlobHosts hosts;
  private final GatewayCounts counts;
  private final Clock clock;

  CountedHosts(BlobHosts hosts, GatewayCounts counts, Clock clock) {
    this.hosts = hosts;
    this.counts = counts;
    this.clock = clock;
  }

  private CompletableFuture<HostResult> timed(
      HostId host, String op, CompletableFuture<HostResult> result, long begin, Caller caller) {
    return result.whenComplete((ended, bug) -> {
      if (ended != null) {
        count(host, op, ended, begin, caller);
      }
    });
  }

  private void count(HostId host, String op, HostResult ended, long begin, Caller caller) {
    String kind = ended instanceof HostResult.Failed(HostFailure why) ? why.kind() : "";
    long nanos = clock.nanos() - begin;
    counts.host(host.text(), op, kind, nanos);
    caller.times().add(new CopyTimes.Time(host, op, kind, nanos));
  }

  @Override
  public CompletableFuture<HostResult> store(
      HostId host, Sidecar sidecar, Bytes content, Caller caller) {
    long begin = clock.nanos();
    return timed(host, "store", hosts.store(host, sidecar, content, caller), begin, caller);
  }

  @Override
  public BlobUpload upload(HostId host, BlobName blob, long lengthBytes, Caller caller) {
    long begin = clock.nanos();
    BlobUpload upload = hosts.upload(host, blob, lengthBytes, caller);
    return new BlobUpload() {
      @Override
      public Optional<HostFailure> write(ByteBuffer piece) {
        return upload.write(piece);
      }

      @Override
      public HostResult finish() {
        HostResult result = upload.finish();
        count(host, "upload", result, begin, caller);
        return result;
      }

      @Override
      public void close() {
        upload.close();
      }
    };
  }

  @Override
  public CompletableFuture<HostResult> publish(HostId host, Sidecar sidecar, Caller caller) {
    long begin = clock.nanos();
    return timed(host, "publish", hosts.publish(host, sidecar, caller), begin, caller);
  }

  @Override
  public CompletableFuture<HostResult> remove(HostId host, BlobName blob, Caller caller) {
    long begin = clock.nanos();
    return timed(host, "remove", hosts.remove(host, blob, caller), begin, caller);
  }

  @Override
  public CompletableFuture<BlobReading> read(
      HostId host, BlobName blob, Optional<ByteRange> range, Caller caller) {
    long begin = clock.nanos();
    return hosts
        .read(host, blob, range, caller)
        .whenComplete((reading, bug) -> {
          if (reading instanceof BlobReading.Failed(HostFailure why)) {
            count(host, "read", HostResult.failed(why), begin, caller);
          } else if (reading != null) {
            count(host, "read", HostResult.done(), begin, caller);
          }
        });
  }

  @Override
  public String publicAddress(HostId host, BlobName blob) {
    return hosts.publicAddress(host, blob);
  }

  @Override
  public String accelPath(HostId host, BlobName blob) {
    return hosts.accelPath(host, blob);
  }
}
