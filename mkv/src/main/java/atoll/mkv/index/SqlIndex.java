package atoll.mkv.index;

import atoll.mkv.key.Key;
import atoll.mkv.record.KeyRecord;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;

/// What indexes in SQL databases share: one writer, and connections to read with. Shared by any
/// number of threads.
abstract class SqlIndex implements IndexStore {

  private static final int LOAD_ROWS = 10_000;

  /// What is read.
  interface Reading<T> {
    T from(SqlReads reads) throws SQLException;
  }

  abstract Writer writer();

  /// Reads with a connection that sees all that was told before.
  ///
  /// @param doing to stand in a message
  abstract <T> T read(String doing, Reading<T> reading);

  /// Looks for what the engine itself finds wrong.
  void check(SqlReads reads, List<String> problems) throws SQLException {}

  /// Closes what the writer does not need.
  abstract void closeReaders();

  @Override
  public abstract Executor readers();

  @Override
  public final Optional<KeyRecord> find(Key key) {
    return read("look up a key", reads -> reads.find(key));
  }

  /// As [#read], for what takes long: no snapshot is held beyond it.
  abstract <T> T readLong(String doing, Reading<T> reading);

  @Override
  public final List<KeyRecord> list(ListQuery query) {
    return readLong("list records", reads -> reads.list(query));
  }

  @Override
  public final List<Key> listKeys(ListQuery query) {
    return readLong("list keys", reads -> reads.listKeys(query));
  }

  @Override
  public final CompletableFuture<ChangeResult> change(Change change) {
    return writer().submit(change);
  }

  @Override
  public final List<Chore> dueChores(long nowMillis, int limit) {
    return read("read chores", reads -> reads.dueChores(nowMillis, limit));
  }

  @Override
  public final List<Chore> choresOf(Key key) {
    return read("read chores", reads -> reads.choresOf(key));
  }

  @Override
  public final List<Writing> writings(long dueMillis, int limit) {
    return read("read what is on its way", reads -> reads.writings(dueMillis, limit));
  }

  @Override
  public final Optional<String> note(String name) {
    return read("read a setting", reads -> reads.note(name));
  }

  @Override
  public final ChoreCounts choreCounts() {
    return read("count chores", SqlReads::choreCounts);
  }

  @Override
  public final long load(Iterator<KeyRecord> records) {
    return Loading.run(writer(), records, LOAD_ROWS);
  }

  @Override
  public final IndexCheck verify() {
    return readLong(
        "verify",
        reads -> {
          List<String> problems = new ArrayList<>();
          check(reads, problems);
          long rows = reads.readAll(problems);
          return new IndexCheck(rows, problems);
        });
  }

  @Override
  public final int queued() {
    return writer().queued();
  }

  @Override
  public final boolean isWriting() {
    return writer().isAlive();
  }

  @Override
  public void close() {
    writer().close();
    closeReaders();
  }
}
