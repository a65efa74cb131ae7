package atoll.mkv.index;

import atoll.mkv.key.Generation;
import atoll.mkv.key.HostId;
import atoll.mkv.key.Key;
import atoll.mkv.record.KeyRecord;
import java.util.List;
import java.util.Optional;

/// One change to the index: all of it or nothing.
public sealed interface Change {

  /// Puts a record in the place of another, if that one is still there. What was on its way as the
  /// record's generation has arrived with it.
  ///
  /// @param expected the generation that it replaces; empty: there is no record
  /// @param chores that come with it
  record Put(Optional<Generation> expected, KeyRecord record, List<NewChore> chores)
      implements Change {
    public Put {
      chores = List.copyOf(chores);
    }
  }

  /// Removes a record, if it is still that one.
  record Remove(Key key, Generation expected) implements Change {}

  /// A value begins its way to its hosts.
  record Begin(Writing writing) implements Change {}

  /// A value was given up on its way.
  ///
  /// @param chores remove what the hosts may have of it
  record GiveUp(Key key, Generation generation, List<NewChore> chores) implements Change {
    public GiveUp {
      chores = List.copyOf(chores);
    }
  }

  /// Keeps a setting of the store, in the place of what it was.
  record Note(String name, String value) implements Change {}

  /// Adds chores.
  record Add(List<NewChore> chores) implements Change {
    public Add {
      chores = List.copyOf(chores);
    }
  }

  /// A chore is done. A tombstone goes with its last chore.
  record Finish(Chore chore) implements Change {}

  /// Chores of one kind on the copies of a blob are done, whatever their ids. A tombstone goes with
  /// its last chore.
  record Done(Key key, Chore.Kind kind, Generation blob, List<HostId> hosts) implements Change {
    public Done {
      hosts = List.copyOf(hosts);
    }
  }

  /// A chore could not be done and waits.
  record Postpone(Chore chore, long dueMillis) implements Change {}
}
