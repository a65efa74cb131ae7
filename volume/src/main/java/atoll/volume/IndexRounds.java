package atoll.volume;

/// Fetches the rows of an index that others go on writing to: in rounds until few are left, and the
/// last ones with the right to write. Confined to one change.
final class IndexRounds {

  private static final int ROUNDS_MAX = 5;
  private static final int ROWS_LEFT_MAX = 1000;

  /// Takes what stands between two offsets of the index.
  interface Fetch {
    void rows(long from, long to);
  }

  private final VolumeFiles files;
  private long fetchedTo;

  /// @param fetchedTo everything before this offset has been fetched
  IndexRounds(VolumeFiles files, long fetchedTo) {
    this.files = files;
    this.fetchedTo = fetchedTo;
  }

  /// Goes on until few are left, or it has gone on for long enough.
  void most(Fetch fetch) {
    long left = (long) ROWS_LEFT_MAX * files.width().rowBytes();
    for (int round = 0; round < ROUNDS_MAX && files.indexEnd() - fetchedTo > left; round++) {
      rest(fetch);
    }
  }

  /// Fetches what is there now.
  void rest(Fetch fetch) {
    long end = files.indexEnd();
    fetch.rows(fetchedTo, end);
    fetchedTo = end;
  }
}
