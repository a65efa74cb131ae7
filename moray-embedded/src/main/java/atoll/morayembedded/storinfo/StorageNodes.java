package atoll.morayembedded.storinfo;

import atoll.kit.Clock;
import atoll.moray.MorayErrorKind;
import atoll.morayembedded.error.Refusal;
import atoll.morayembedded.statement.ObjectSql;
import atoll.morayembedded.store.Store;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// The storage nodes in the bucket `manta_storage`, as they were read a short while ago. Shared
/// (guarded by its lock, which is held while they are read: whoever comes meanwhile wants what is
/// being read).
final class StorageNodes {

  static final String BUCKET = "manta_storage";

  private static final Duration TIMEOUT = Duration.ofSeconds(10);

  private final Store store;
  private final StorinfoSettings settings;
  private final Clock clock;
  private final ReentrantLock lock = new ReentrantLock();

  /// Null: to be read anew.
  private @Nullable List<StorageNode> known;

  private long readAt;

  StorageNodes(Store store, StorinfoSettings settings, Clock clock) {
    this.store = store;
    this.settings = settings;
    this.clock = clock;
  }

  /// Those that objects may be put to, in their order.
  List<StorageNode> usable() {
    long now = clock.now().toEpochMilli();
    return all().stream().filter(node -> node.isUsable(settings, now)).toList();
  }

  private List<StorageNode> all() {
    lock.lock();
    try {
      List<StorageNode> fresh = known;
      if (fresh == null || clock.nanos() - readAt > settings.refresh().toNanos()) {
        fresh = read();
        known = fresh;
        readAt = clock.nanos();
      }
      return fresh;
    } finally {
      lock.unlock();
    }
  }

  /// Reads anew.
  void flush() {
    lock.lock();
    try {
      known = null;
    } finally {
      lock.unlock();
    }
    var _ = all();
  }

  /// A bucket that nobody has made holds no nodes.
  private List<StorageNode> read() {
    List<StorageNode> nodes = new ArrayList<>();
    ObjectSql.Page page = new ObjectSql.Page(List.of(), StorinfoSettings.MOST_NODES, 0, true);
    try {
      store.find(
          TIMEOUT,
          BUCKET,
          "(_key=*)",
          page,
          false,
          (object, count) -> StorageNode.of(object.value()).ifPresent(nodes::add));
    } catch (Refusal refused) {
      if (refused.kind() != MorayErrorKind.BUCKET_NOT_FOUND) {
        throw refused;
      }
    }
    nodes.sort(Comparator.comparing(StorageNode::storageId, StorageNode.ORDER));
    return List.copyOf(nodes);
  }
}
