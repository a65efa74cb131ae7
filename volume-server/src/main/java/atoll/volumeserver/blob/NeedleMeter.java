package atoll.volumeserver.blob;

import atoll.kit.AtollException;
import atoll.kit.Fault;
import atoll.kit.count.Counter;
import atoll.kit.count.Family;
import atoll.kit.count.Registry;
import atoll.volumeserver.page.RequestMeter;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;

/// Counts what becomes of reads and writes of needles, under the names of SeaweedFS. Shared (its
/// counters are concurrent).
final class NeedleMeter {

  private static final String PREFIX = "SeaweedFS_volumeServer_";
  private static final String WRONG_SUM = "invalid CRC";

  /// What is counted in `handler_total`; one label is misspelt, as dashboards know it.
  enum Happening {
    DOWNLOAD_LIMIT("downloadLimitCondition"),
    UPLOAD_LIMIT("uploadLimitCondition"),
    PROXIED("readProxyRequest"),
    REDIRECTED("readRedirectRequest"),
    NOBODY_TO_ASK("emptyReadProxyLocaction"),
    PROXY_FAILED("failedReadProxyRequest"),
    WRONG_SUM("errorCRC"),
    WRONG_SIZE("errorSizeMismatch"),
    NOT_FOUND("errorGetNotFound"),
    READ_FAILED("errorGetInternal"),
    NOT_WRITTEN("errorWriteToLocalDisk"),
    NOT_COPIED("errorWriteToReplicas");

    private final String type;

    Happening(String type) {
      this.type = type;
    }
  }

  private final Map<Happening, Counter> happenings = new EnumMap<>(Happening.class);
  private final Counter readFailures;
  private final Counter invalidNeedles;
  private final Counter writeFailures;
  private final RequestMeter.Part localWrites;
  private final RequestMeter.Part copies;

  NeedleMeter(Registry registry, RequestMeter requests) {
    Family<Counter> handler =
        registry.counters(PREFIX + "handler_total", "What happened to requests.", "type");
    for (Happening each : Happening.values()) {
      happenings.put(each, handler.with(each.type));
    }
    readFailures =
        registry.counter(PREFIX + "file_read_failures", "Reads that were answered with no file.");
    invalidNeedles =
        registry.counter(
            PREFIX + "file_read_invalid_needles", "Reads of what was never here, or has expired.");
    writeFailures =
        registry.counter(
            PREFIX + "file_write_failures", "Writes and deletions that were not made.");
    localWrites = requests.part("writeToLocalDisk");
    copies = requests.part("writeToReplicas");
  }

  void count(Happening happening) {
    Objects.requireNonNull(happenings.get(happening)).increment();
  }

  void notFound() {
    readFailures.increment();
    count(Happening.NOT_FOUND);
  }

  /// Not found because this server never had it, or has it no longer.
  void invalid() {
    invalidNeedles.increment();
    notFound();
  }

  void readFailed() {
    readFailures.increment();
    count(Happening.READ_FAILED);
  }

  void corrupt(String reason) {
    count(reason.contains(WRONG_SUM) ? Happening.WRONG_SUM : Happening.WRONG_SIZE);
  }

  /// An answer that had begun broke off.
  void broken(AtollException why) {
    if (why.fault() == Fault.CORRUPT) {
      corrupt(String.valueOf(why.getMessage()));
    }
  }

  /// Counts a refusal if its status says that nothing was written.
  void refused(int status) {
    if (status == 400 || status >= 500) {
      writeFailures.increment();
    }
  }

  /// Writes to this server's disks.
  RequestMeter.Part localWrites() {
    return localWrites;
  }

  /// Writes to other servers.
  RequestMeter.Part copies() {
    return copies;
  }
}
