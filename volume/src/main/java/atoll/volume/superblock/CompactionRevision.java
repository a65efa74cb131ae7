package atoll.volume.superblock;

import atoll.kit.Check;

/// How often a volume was vacuumed: 16 bits, beginning anew after 65535.
public record CompactionRevision(int value) {

  public static final CompactionRevision FIRST = new CompactionRevision(0);

  public CompactionRevision {
    Check.that(value >= 0 && value <= 0xffff, "a compaction revision has 16 bits");
  }

  public CompactionRevision next() {
    return new CompactionRevision((value + 1) & 0xffff);
  }

  @Override
  public String toString() {
    return Integer.toString(value);
  }
}
