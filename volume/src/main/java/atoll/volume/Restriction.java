package atoll.volume;

/// Why a volume takes no writes.
public enum Restriction {
  /// An operator or the master marked it read-only.
  MARKED(false, "marked read-only"),
  /// The same, but deletions pass.
  MARKED_DELETES_PASS(true, "marked read-only, deletions allowed"),
  /// The data lies in remote storage.
  REMOTE(true, "its data lies in remote storage"),
  /// Its directory has less free space than it should.
  LOW_SPACE(true, "its disk is low on free space"),
  /// A file may only be read.
  NOT_WRITABLE(false, "a file of it may only be read"),
  /// What was found when it was loaded needs the offline tool.
  DAMAGED(false, "it is damaged: run the volume tool on it"),
  /// An append failed.
  WRITE_FAILED(false, "a write failed: check the disk, then load it again"),
  /// A sync failed, and nobody knows what reached the disk.
  SYNC_FAILED(false, "a sync failed: check the disk, then load it again"),
  /// Reads failed one after the other.
  READS_FAILED(false, "reads failed in a row: check the disk, then mark it writable");

  private final boolean deletesPass;
  private final String text;

  Restriction(boolean deletesPass, String text) {
    this.deletesPass = deletesPass;
    this.text = text;
  }

  public boolean deletesPass() {
    return deletesPass;
  }

  /// Whether marking the volume writable lifts it. The others say that memory and disk may differ,
  /// or that somebody else decides.
  public boolean isLiftedByMarking() {
    return this == MARKED || this == MARKED_DELETES_PASS || this == READS_FAILED;
  }

  public String text() {
    return text;
  }
}
