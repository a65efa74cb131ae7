package atoll.mkv.hosts;

import atoll.http.HeaderList;
import atoll.http.Headers;
import atoll.http.client.ClientBody;
import atoll.http.client.ClientRequest;
import atoll.http.client.ClientResponse;
import atoll.http.client.HttpClient;
import atoll.http.client.ResponseReceiver;
import atoll.http.field.ByteRange;
import atoll.http.field.TraceParent;
import atoll.kit.AtollException;
import atoll.kit.Bytes;
import atoll.kit.Clock;
import atoll.kit.Deadline;
import atoll.kit.Randomness;
import atoll.mkv.key.BlobName;
import atoll.mkv.key.HostId;
import atoll.mkv.record.Sidecar;
import java.time.Duration;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Blob hosts over HTTP, as nginx with WebDAV is one: PUT, GET and DELETE of files.
///
/// Shared; the addresses may be replaced at any time.
public final class HttpBlobHosts implements BlobHosts {

  /// A longer one does not fit the heads that nginx takes.
  private static final int SIDECAR_IN_HEAD_BYTES = 3 * 1024;

  /// In which a host of our own tells the CRC-32C of what it has stored, eight digits.
  static final String CRC32C_FIELD = "X-Mkv-Crc32c";

  private static final Headers NO_HEADERS = new HeaderList();

  private final HttpClient client;
  private final HostHealth health;
  private final Clock clock;
  private final Randomness randomness;
  private final HostTimes times;
  private volatile Map<HostId, HostAddress> addresses;

  public HttpBlobHosts(
      HttpClient client,
      HostHealth health,
      Clock clock,
      Randomness randomness,
      HostTimes times,
      Map<HostId, HostAddress> addresses) {
    this.client = client;
    this.health = health;
    this.clock = clock;
    this.randomness = randomness;
    this.times = times;
    this.addresses = Map.copyOf(addresses);
  }

  /// Requests from now on go to these.
  public void use(Map<HostId, HostAddress> others) {
    addresses = Map.copyOf(others);
  }

  private @Nullable HostAddress address(HostId host) {
    return addresses.get(host);
  }

  private static HostResult unknown() {
    return HostResult.failed(new HostFailure.Connect("the configuration does not know it"));
  }

  @Override
  public CompletableFuture<HostResult> store(
      HostId host, Sidecar sidecar, Bytes content, Caller caller) {
    Bytes text = sidecar.encode();
    HostAddress address = address(host);
    if (address == null) {
      return CompletableFuture.completedFuture(unknown());
    }
    ClientRequest request =
        request(address, "PUT", sidecar.blobName().path(), new ClientBody.Whole(content), caller);
    if (text.size() <= SIDECAR_IN_HEAD_BYTES) {
      request.header(Sidecar.FIELD, Base64.getEncoder().encodeToString(text.toArray()));
    }
    CompletableFuture<Headers> answer = new CompletableFuture<>();
    CompletableFuture<HostResult> result = new CompletableFuture<>();
    client.send(
        request,
        deadline(times.response()),
        receiver(host, result, response -> answer.complete(response.headers())));
    return result.thenCompose(blob ->
        blob.isDone()
            ? stored(host, sidecar, answer.getNow(NO_HEADERS), caller)
            : CompletableFuture.completedFuture(blob));
  }

  /// What is still to be done for a blob that its host says is stored. A host of our own tells what
  /// it has, and whether the sidecar has come with it. Stock nginx does neither: it is asked for
  /// the length of what it has, before the sidecar says that it is whole.
  private CompletableFuture<HostResult> stored(
      HostId host, Sidecar sidecar, Headers answer, Caller caller) {
    String sum = answer.first(CRC32C_FIELD);
    if (sum != null && !isSum(sum, sidecar.checksums().crc32c())) {
      return failed(host, new HostFailure.ChecksumMismatch());
    }
    if (answer.has(Sidecar.FIELD)) {
      return CompletableFuture.completedFuture(HostResult.done());
    }
    if (sum != null) {
      return publish(host, sidecar, caller);
    }
    return sized(host, sidecar.blobName(), sidecar.sizeBytes(), caller)
        .thenCompose(sized ->
            sized.isDone()
                ? publish(host, sidecar, caller)
                : CompletableFuture.completedFuture(sized));
  }

  private static boolean isSum(String digits, int crc32c) {
    return digits.equalsIgnoreCase(HexFormat.of().toHexDigits(crc32c));
  }

  private CompletableFuture<HostResult> failed(HostId host, HostFailure why) {
    HostResult result = HostResult.failed(why);
    health.seen(host, result);
    return CompletableFuture.completedFuture(result);
  }

  /// Asks for the length of a blob, and whether it is the right one.
  private CompletableFuture<HostResult> sized(
      HostId host, BlobName blob, long expectedBytes, Caller caller) {
    HostAddress address = address(host);
    if (address == null) {
      return CompletableFuture.completedFuture(unknown());
    }
    AtomicLong found = new AtomicLong();
    CompletableFuture<HostResult> result = new CompletableFuture<>();
    client.send(
        request(address, "HEAD", blob.path(), ClientBody.NONE, caller),
        deadline(times.response()),
        receiver(
            host,
            result,
            response -> {
              String length = response.headers().first("Content-Length");
              found.set(response.status() == 200 && length != null ? number(length) : 0);
            }));
    return result.thenCompose(asked -> {
      boolean gone = asked instanceof HostResult.Failed(HostFailure.NotFound _);
      return (asked.isDone() || gone) && found.get() != expectedBytes
          ? failed(host, new HostFailure.ShortBody(expectedBytes, found.get()))
          : CompletableFuture.completedFuture(asked);
    });
  }

  private static long number(String digits) {
    try {
      return Long.parseLong(digits);
    } catch (NumberFormatException none) {
      return -1;
    }
  }

  @Override
  public CompletableFuture<HostResult> publish(HostId host, Sidecar sidecar, Caller caller) {
    return put(host, sidecar.blobName().sidecarPath(), sidecar.encode(), caller);
  }

  private CompletableFuture<HostResult> put(
      HostId host, String path, Bytes content, Caller caller) {
    return send(host, "PUT", path, new ClientBody.Whole(content), caller);
  }

  @Override
  public CompletableFuture<HostResult> remove(HostId host, BlobName blob, Caller caller) {
    return delete(host, blob.sidecarPath(), caller)
        .thenCompose(sidecar ->
            sidecar.isDone()
                ? delete(host, blob.path(), caller)
                : CompletableFuture.completedFuture(sidecar));
  }

  private CompletableFuture<HostResult> delete(HostId host, String path, Caller caller) {
    return send(host, "DELETE", path, ClientBody.NONE, caller)
        .thenApply(result ->
            result instanceof HostResult.Failed(HostFailure.NotFound _)
                ? HostResult.done()
                : result);
  }

  private CompletableFuture<HostResult> send(
      HostId host, String method, String path, ClientBody body, Caller caller) {
    CompletableFuture<HostResult> result = new CompletableFuture<>();
    HostAddress address = address(host);
    if (address == null) {
      result.complete(unknown());
      return result;
    }
    client.send(
        request(address, method, path, body, caller),
        deadline(times.response()),
        receiver(host, result, _ -> {}));
    return result;
  }

  /// @param seen told of the answer before the result is
  private ResponseReceiver receiver(
      HostId host, CompletableFuture<HostResult> result, Consumer<ClientResponse> seen) {
    return new ResponseReceiver() {
      @Override
      public void answered(ClientResponse response) {
        HostResult outcome = HostAnswers.of(response.status());
        seen.accept(response);
        HostAnswers.discard(response);
        health.seen(host, outcome);
        result.complete(outcome);
      }

      @Override
      public void failed(AtollException why) {
        HostResult outcome = HostResult.failed(HostAnswers.of(why));
        health.seen(host, outcome);
        result.complete(outcome);
      }
    };
  }

  private Deadline deadline(Duration time) {
    return Deadline.after(clock, time);
  }

  private ClientRequest request(
      HostAddress address, String method, String path, ClientBody body, Caller caller) {
    return ClientRequest.of(address.at(), method, address.path() + path, body)
        .header("X-Request-Id", caller.requestId())
        .header(TraceParent.HEADER, caller.trace().child(randomness).format());
  }

  @Override
  public BlobUpload upload(HostId host, BlobName blob, long lengthBytes, Caller caller) {
    HttpBlobUpload upload =
        new HttpBlobUpload(
            clock,
            times,
            (bytes, sum, answer) -> {
              String told = answer.first(CRC32C_FIELD);
              if (told == null) {
                return sized(host, blob, bytes, caller);
              }
              return isSum(told, sum)
                  ? CompletableFuture.completedFuture(HostResult.done())
                  : failed(host, new HostFailure.ChecksumMismatch());
            });
    HostAddress address = address(host);
    if (address == null) {
      upload.result().complete(unknown());
    } else {
      client.send(
          request(
              address,
              "PUT",
              blob.path(),
              new ClientBody.Streamed(lengthBytes, upload::begin),
              caller),
          deadline(times.longest()),
          receiver(host, upload.result(), response -> upload.answered(response.headers())));
    }
    return upload;
  }

  @Override
  public CompletableFuture<BlobReading> read(
      HostId host, BlobName blob, Optional<ByteRange> range, Caller caller) {
    CompletableFuture<BlobReading> reading = new CompletableFuture<>();
    HostAddress address = address(host);
    if (address == null) {
      reading.complete(
          new BlobReading.Failed(new HostFailure.Connect("the configuration does not know it")));
      return reading;
    }
    ClientRequest request = request(address, "GET", blob.path(), ClientBody.NONE, caller);
    range.ifPresent(part -> request.header("Range", "bytes=" + part.first() + "-" + part.last()));
    client.send(
        request,
        deadline(times.longest()),
        new ResponseReceiver() {
          @Override
          public void answered(ClientResponse response) {
            if (response.status() == (range.isPresent() ? 206 : 200)) {
              health.seen(host, HostResult.done());
              reading.complete(new BlobReading.Begun(response));
            } else {
              HostResult outcome = HostAnswers.of(response.status());
              HostAnswers.discard(response);
              failed(
                  outcome instanceof HostResult.Failed(HostFailure why)
                      ? why
                      : new HostFailure.Protocol("status " + response.status()));
            }
          }

          @Override
          public void failed(AtollException why) {
            failed(HostAnswers.of(why));
          }

          private void failed(HostFailure why) {
            health.seen(host, HostResult.failed(why));
            reading.complete(new BlobReading.Failed(why));
          }
        });
    return reading;
  }

  @Override
  public String publicAddress(HostId host, BlobName blob) {
    HostAddress address = address(host);
    return address == null ? "" : address.publicUrl() + blob.path();
  }

  @Override
  public String accelPath(HostId host, BlobName blob) {
    HostAddress address = address(host);
    return address == null ? "" : address.accelPrefix() + blob.path();
  }
}
