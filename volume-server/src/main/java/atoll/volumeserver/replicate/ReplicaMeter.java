package atoll.volumeserver.replicate;

import atoll.kit.AtollException;
import atoll.kit.count.Counter;
import atoll.kit.count.Family;
import atoll.kit.count.Histogram;
import atoll.kit.count.Registry;

/// Counts what is carried to other servers, under the names of SeaweedFS. Shared (its counters are
/// concurrent).
public final class ReplicaMeter {

  private static final String PREFIX = "SeaweedFS_volumeServer_replication_";

  /// What a change is called in metrics.
  public enum Operation {
    WRITE("write"),
    DELETE("delete");

    private final String label;

    Operation(String label) {
      this.label = label;
    }
  }

  private final Family<Counter> operations;
  private final Family<Histogram> seconds;
  private final Histogram targets;
  private final Family<Counter> failures;
  private final Family<Counter> uploadErrors;

  public ReplicaMeter(Registry registry) {
    operations =
        registry.counters(
            PREFIX + "operations_total",
            "Changes carried to other servers, by result.",
            "operation",
            "result");
    seconds =
        registry.histograms(
            PREFIX + "seconds",
            "How long it took until the other servers had a change.",
            Histogram.exponentialBounds(0.0001, 2, 24),
            "operation");
    targets =
        registry.histogram(
            PREFIX + "targets",
            "To how many other servers a change went.",
            new double[] {1, 2, 3, 4, 5});
    failures =
        registry.counters(
            PREFIX + "failures_total",
            "Changes that at least one other server does not have, by reason.",
            "operation",
            "reason");
    uploadErrors =
        registry.counters(
            "SeaweedFS_upload_error_total",
            "Writes that another server refused, by the status of its answer; 0 without one.",
            "code");
  }

  /// A change was made here and goes to so many others; 0 if it lies here alone.
  public void goesTo(int others) {
    targets.observe(others);
  }

  void done(Operation operation, long nanos) {
    seconds.with(operation.label).observeNanos(nanos);
    operations.with(operation.label, "success").increment();
  }

  void failed(Operation operation, long nanos, String reason) {
    seconds.with(operation.label).observeNanos(nanos);
    operations.with(operation.label, "failure").increment();
    failures.with(operation.label, reason).increment();
  }

  /// @param status of the answer, 0 if there was none
  void refused(Operation operation, int status) {
    if (operation == Operation.WRITE) {
      uploadErrors.with(Integer.toString(status)).increment();
    }
  }

  /// What a connection's failure is called.
  static String reason(AtollException why) {
    return switch (why.fault()) {
      case TIMEOUT -> "timeout";
      case CANCELLED, CLOSED -> "context_cancelled";
      case UNREACHABLE -> isRefusal(why) ? "connection_refused" : SERVER;
      default -> SERVER;
    };
  }

  /// The reason where a server answered and did not do it.
  static final String SERVER = "server_error";

  private static boolean isRefusal(AtollException why) {
    return String.valueOf(why.getMessage()).contains("refused");
  }
}
