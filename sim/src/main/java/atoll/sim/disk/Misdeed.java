package atoll.sim.disk;

import atoll.kit.Check;
import atoll.kit.Fault;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Set;

/// What a [FaultyDisk] does wrong.
public sealed interface Misdeed {

  /// The operations that can go wrong in this way.
  Set<DiskOperation> operations();

  /// The operation is not done and fails.
  record Fail(Fault fault) implements Misdeed {

    @Override
    public Set<DiskOperation> operations() {
      return EnumSet.allOf(DiskOperation.class);
    }
  }

  /// The first half of the bytes is written, then the operation fails.
  record FailHalfway(Fault fault) implements Misdeed {

    @Override
    public Set<DiskOperation> operations() {
      return EnumSet.of(DiskOperation.APPEND, DiskOperation.WRITE_AT, DiskOperation.COPY_TO);
    }
  }

  /// The operation is done and fails nevertheless.
  record FailAfterwards(Fault fault) implements Misdeed {

    @Override
    public Set<DiskOperation> operations() {
      return EnumSet.allOf(DiskOperation.class);
    }
  }

  /// The operation takes this much longer.
  record Slow(Duration by) implements Misdeed {

    @Override
    public Set<DiskOperation> operations() {
      return EnumSet.allOf(DiskOperation.class);
    }
  }

  /// One bit is wrong: of a read, in the bytes that arrive; of a write or copy, on the disk.
  record FlipBit() implements Misdeed {

    @Override
    public Set<DiskOperation> operations() {
      return EnumSet.of(
          DiskOperation.READ_AT,
          DiskOperation.READ_AT_IF_CACHED,
          DiskOperation.APPEND,
          DiskOperation.WRITE_AT,
          DiskOperation.COPY_TO);
    }
  }

  /// The file seems to end after `bytes`: reads are short there. A read that is short elsewhere is
  /// none that a caller could ever see, because a file's reads go on until the end.
  record SeemCut(long bytes) implements Misdeed {

    public SeemCut {
      Check.that(bytes >= 0, () -> "a file of " + bytes + " bytes");
    }

    @Override
    public Set<DiskOperation> operations() {
      return EnumSet.of(
          DiskOperation.READ_AT,
          DiskOperation.READ_AT_IF_CACHED,
          DiskOperation.SIZE,
          DiskOperation.COPY_TO);
    }
  }

  /// Nothing is in the page cache: [atoll.kit.disk.DiskFile#WOULD_WAIT].
  record Cold() implements Misdeed {

    @Override
    public Set<DiskOperation> operations() {
      return EnumSet.of(DiskOperation.READ_AT_IF_CACHED);
    }
  }

  /// The sync fails, and as Linux does, the unsynced bytes are dropped: a file of a [SimDisk] falls
  /// back to what was durable, with its present length, and the next sync finds nothing to do.
  record FailAndForget() implements Misdeed {

    @Override
    public Set<DiskOperation> operations() {
      return EnumSet.of(DiskOperation.SYNC_DATA, DiskOperation.SYNC_ALL);
    }
  }

  /// The sync does nothing and reports success, as some drives do.
  record PretendSync() implements Misdeed {

    @Override
    public Set<DiskOperation> operations() {
      return EnumSet.of(
          DiskOperation.SYNC_DATA, DiskOperation.SYNC_ALL, DiskOperation.SYNC_DIRECTORY);
    }
  }
}
