package atoll.mkv.index;

import atoll.mkv.key.Generation;
import atoll.mkv.key.HostId;
import atoll.mkv.key.Key;

/// A chore that is still to be written down.
public record NewChore(Chore.Kind kind, Key key, Generation blob, HostId host, long dueMillis) {}
