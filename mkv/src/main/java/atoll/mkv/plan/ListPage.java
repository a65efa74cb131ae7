package atoll.mkv.plan;

import atoll.kit.Bytes;
import atoll.mkv.index.ListQuery;
import atoll.mkv.key.Key;
import atoll.mkv.record.KeyRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// A page of a listing that is being filled: it asks for records, takes them, and says what to ask
/// next until it is full. Confined to its filler.
public final class ListPage {

  /// The most records asked for at once.
  private static final int PIECE = 1_000;

  /// One thing listed.
  public sealed interface Entry {

    /// A key.
    ///
    /// @param record empty where keys alone were asked for
    record One(Key key, Optional<KeyRecord> record) implements Entry {}

    /// All keys that go on alike up to a delimiter.
    record Group(Bytes prefix) implements Entry {}
  }

  private final ListRequest request;
  private final List<Entry> entries = new ArrayList<>();
  private Bytes from;
  private boolean ended;
  private Optional<Bytes> next = Optional.empty();

  public ListPage(ListRequest request) {
    this.request = request;
    this.from = request.start();
  }

  /// What to ask the index next; empty once the page is done.
  public Optional<ListQuery> query() {
    if (ended) {
      return Optional.empty();
    }
    // One more than fits tells whether there is a next page, and its first key.
    int left = request.limit() - entries.size() + 1;
    return Optional.of(
        new ListQuery(request.prefix(), from, request.which(), Math.min(left, PIECE)));
  }

  /// Takes what the index answered to the last query.
  public void take(ListQuery query, List<KeyRecord> records) {
    for (KeyRecord record : records) {
      if (!takes(record.key(), Optional.of(record))) {
        return;
      }
    }
    ended = records.size() < query.limit();
  }

  /// The same for keys alone.
  public void takeKeys(ListQuery query, List<Key> keys) {
    for (Key key : keys) {
      if (!takes(key, Optional.empty())) {
        return;
      }
    }
    ended = keys.size() < query.limit();
  }

  /// Takes a key, or sees that the page has ended before it.
  private boolean takes(Key key, Optional<KeyRecord> record) {
    if (key.bytes().compareTo(from) < 0) {
      return true;
    }
    if (entries.size() == request.limit()) {
      next = Optional.of(key.bytes());
      ended = true;
    } else {
      add(key, record);
    }
    return !ended;
  }

  /// Ends the page where it is, for one that took too long; the next one goes on there.
  public void endEarly() {
    if (!ended) {
      ended = true;
      next = Optional.of(from);
    }
  }

  private void add(Key added, Optional<KeyRecord> record) {
    Bytes key = added.bytes();
    int at = indexOf(key, request.delimiter(), request.prefix().size());
    if (at < 0) {
      entries.add(new Entry.One(added, record));
      from = ListQuery.following(key);
      return;
    }
    Bytes group = key.slice(0, at + request.delimiter().size());
    entries.add(new Entry.Group(group));
    Optional<Bytes> behind = ListQuery.behind(group);
    if (behind.isEmpty()) {
      ended = true;
    } else {
      from = behind.get();
    }
  }

  private static int indexOf(Bytes key, Bytes delimiter, int from) {
    if (delimiter.isEmpty()) {
      return -1;
    }
    for (int at = from; at + delimiter.size() <= key.size(); at++) {
      if (key.slice(at, at + delimiter.size()).equals(delimiter)) {
        return at;
      }
    }
    return -1;
  }

  public List<Entry> entries() {
    return List.copyOf(entries);
  }

  /// The first key of the next page; empty if there is none.
  public Optional<Bytes> next() {
    return next;
  }
}
