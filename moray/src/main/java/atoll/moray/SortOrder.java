package atoll.moray;

/// Which of two objects comes first.
public enum SortOrder {
  ASCENDING("ASC"),
  DESCENDING("DESC");

  private final String wireName;

  SortOrder(String wireName) {
    this.wireName = wireName;
  }

  String wireName() {
    return wireName;
  }
}
