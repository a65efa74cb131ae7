package atoll.mkv.index;

import atoll.mkv.key.Key;
import atoll.mkv.record.KeyRecord;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;

/// Where records of keys are kept. What a change says is true once its future has completed, for
/// every reader and after any crash.
///
/// Several gateways may share a store that says so: each change names the generation that it goes
/// out from, and of two that go out from the same one, one is told that it is outdated.
///
/// Everything here throws or fails with [atoll.kit.AtollException]: `IO`, `NO_SPACE`,
/// `UNREACHABLE`, `BUSY` (its queue is full), `CLOSED`, `CORRUPT`. After a change that failed with
/// `IO` or `UNREACHABLE`, nobody knows whether it took place.
///
/// Shared by any number of threads.
public interface IndexStore extends AutoCloseable {

  /// Whether [#find] may be called on an event loop: it answers from memory, as a rule.
  boolean readsAtOnce();

  /// Where look-ups and listings that may wait for a disk or a network are run.
  Executor readers();

  /// What is known of a key, tombstones included.
  Optional<KeyRecord> find(Key key);

  /// Records in the order of their keys; holds no transaction beyond this call.
  List<KeyRecord> list(ListQuery query);

  /// The keys of the same records, which costs much less.
  List<Key> listKeys(ListQuery query);

  /// Asks for a change. Changes of one caller to one key keep their order.
  CompletableFuture<ChangeResult> change(Change change);

  /// Chores that are due, the longest due ones first.
  ///
  /// @param nowMillis since 1970
  List<Chore> dueChores(long nowMillis, int limit);

  /// Chores on the copies of one key, due or not.
  List<Chore> choresOf(Key key);

  /// Values on their way that were to arrive by then, in the order of their keys.
  ///
  /// @param dueMillis since 1970
  List<Writing> writings(long dueMillis, int limit);

  /// A setting of the store that was noted; empty if it was not.
  Optional<String> note(String name);

  /// Whether other gateways may use it at the same time.
  boolean isShared();

  /// How many chores wait, and how many of them are repairs.
  ChoreCounts choreCounts();

  /// Loads many records at once, best in the order of their keys; those that are there already are
  /// replaced.
  ///
  /// @return how many
  long load(Iterator<KeyRecord> records);

  /// Reads everything and looks for what cannot be.
  IndexCheck verify();

  /// How many changes wait to be written.
  int queued();

  /// Whether its writer lives.
  boolean isWriting();

  /// What it is and where: for the start of a log.
  String describe();

  /// Writes what was asked for, then ends.
  @Override
  void close();
}
