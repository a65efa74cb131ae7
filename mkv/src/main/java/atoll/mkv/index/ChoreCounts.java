package atoll.mkv.index;

/// How many chores wait.
public record ChoreCounts(long removals, long repairs, long marks) {

  public long total() {
    return removals + repairs + marks;
  }
}
