package atoll.kit.real;

import static atoll.kit.real.RealDiskTest.direct;
import static atoll.kit.real.RealDiskTest.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import atoll.kit.AtollException;
import atoll.kit.Fault;
import atoll.kit.disk.DiskFile;
import atoll.kit.disk.OpenMode;
import atoll.kit.event.Event;
import atoll.kit.event.Events;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What libc may answer and what must come of it.
class PosixFileTest {

  @TempDir Path directory;

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 5, 64})
  void whatSignalsAndShortTransfersBreakOffIsCarriedThrough(long most) {
    StutteringCalls calls = new StutteringCalls(most);
    RealDisk disk = new RealDisk(new PosixOpener(calls), Events.NONE);
    try (DiskFile file = disk.open(directory.resolve("file"), OpenMode.CREATE);
        DiskFile copy = disk.open(directory.resolve("copy"), OpenMode.CREATE)) {
      ByteBuffer[] sources = {
        direct("abc"), direct(""), direct("defgh"), direct("i"), direct(""), direct("jk")
      };
      assertThat(file.append(sources)).isZero();
      assertThat(sources).noneMatch(ByteBuffer::hasRemaining);
      file.writeAt(11, direct("lmnopqrstuvwxyz"));
      file.truncate(25);
      file.preallocate(0, 4096);
      file.syncData();
      file.syncAll();
      assertThat(contentOf(file)).isEqualTo("abcdefghijklmnopqrstuvwxy");
      assertThat(file.copyTo(copy, 1, 23, 2)).isEqualTo(23);
      assertThat(contentOf(copy)).isEqualTo("\0\0bcdefghijklmnopqrstuvwx");
    }
    disk.syncDirectory(directory);
    assertThat(calls.interruptions()).isGreaterThan(9);
  }

  /// Answers calls to send with these, one after another.
  private DiskFile sending(long... answers) {
    AtomicInteger next = new AtomicInteger();
    PosixCalls calls =
        new ForwardingCalls() {
          @Override
          public long send(int descriptor, int socket, long offset, long length) {
            return answers[next.getAndIncrement()];
          }
        };
    return new RealDisk(new PosixOpener(calls), Events.NONE)
        .open(directory.resolve("file"), OpenMode.CREATE);
  }

  @Test
  void whatASocketTakesIsCountedUntilItTakesNoMore() {
    try (DiskFile file = sending(5, -PosixErrors.EINTR, 7, -PosixErrors.EAGAIN, 3, 0)) {
      assertThat(file.sendTo(1, 0, 0)).isZero();
      assertThat(file.sendTo(1, 0, 100)).isEqualTo(12);
      assertThat(file.sendTo(1, 12, 100)).as("the file ends").isEqualTo(3);
    }
  }

  @Test
  void aFileThatCannotBeSentSaysSoFromThenOn() {
    try (DiskFile file = sending(-PosixErrors.EINVAL)) {
      assertThat(file.sendTo(1, 0, 100)).isEqualTo(DiskFile.CANNOT_SEND);
      assertThat(file.sendTo(1, 0, 0)).isEqualTo(DiskFile.CANNOT_SEND);
    }
  }

  @Test
  void aBrokenSocketIsNotTheFilesFault() {
    try (DiskFile file = sending(-PosixErrors.EPIPE, -PosixErrors.EIO)) {
      assertThatThrownBy(() -> file.sendTo(1, 0, 100))
          .isInstanceOfSatisfying(
              AtollException.class, e -> assertThat(e.fault()).isEqualTo(Fault.UNREACHABLE));
      assertThatThrownBy(() -> file.sendTo(1, 0, 100))
          .isInstanceOfSatisfying(
              AtollException.class, e -> assertThat(e.fault()).isEqualTo(Fault.IO));
    }
  }

  private static String contentOf(DiskFile file) {
    ByteBuffer target = ByteBuffer.allocateDirect(40);
    assertThat(file.readAt(0, target)).isEqualTo(Math.toIntExact(file.size()));
    return text(target.flip());
  }

  @Test
  void readingWhatIsCachedGivesAllOrNothing() {
    StutteringCalls calls = new StutteringCalls(4);
    RealDisk disk = new RealDisk(new PosixOpener(calls), Events.NONE);
    try (DiskFile file = disk.open(directory.resolve("file"), OpenMode.CREATE)) {
      file.append(direct("0123456789"));
      ByteBuffer target = ByteBuffer.allocateDirect(20).position(3);
      int count = file.readAtIfCached(2, target);
      // A file system that cannot tell answers WOULD_WAIT; most can.
      assertThat(count).isIn(8, DiskFile.WOULD_WAIT);
      assertThat(target.position()).isEqualTo(count == 8 ? 11 : 3);
      if (count == 8) {
        assertThat(text(target.flip().position(3))).isEqualTo("23456789");
      }
    }
  }

  /// Lengths to which files were cut.
  private static final class Cuts extends ForwardingCalls {

    private final List<Long> lengths = new ArrayList<>();

    @Override
    public int truncate(int descriptor, long size) {
      lengths.add(size);
      return super.truncate(descriptor, size);
    }
  }

  private DiskFile large(RealDisk disk) {
    DiskFile file = disk.open(directory.resolve("large"), OpenMode.CREATE_NEW);
    file.truncate(20 << 20);
    return file;
  }

  @Test
  void aLargeFileWithoutANameGivesItsRoomBackInParts() {
    Cuts cuts = new Cuts();
    RealDisk disk = new RealDisk(new PosixOpener(cuts), Events.NONE);
    DiskFile file = large(disk).retain();
    disk.delete(file.path());
    cuts.lengths.clear();

    file.closeSlowly();
    assertThat(cuts.lengths).as("somebody has a reference").isEmpty();
    file.closeSlowly();

    assertThat(cuts.lengths).containsExactly(12L << 20, 4L << 20);
    assertThatThrownBy(file::size).isInstanceOf(AtollException.class);
    assertThatThrownBy(file::closeSlowly).isInstanceOf(AssertionError.class);
  }

  @Test
  void aFileThatIsClosedSlowlyIsNeverCutUnderAnother() throws IOException {
    Cuts cuts = new Cuts();
    RealDisk disk = new RealDisk(new PosixOpener(cuts), Events.NONE);
    DiskFile named = large(disk);
    cuts.lengths.clear();
    named.closeSlowly();
    DiskFile linked = disk.open(named.path(), OpenMode.WRITE);
    Path link = Files.createLink(directory.resolve("link"), named.path());
    disk.delete(named.path());
    linked.closeSlowly();
    DiskFile shared = disk.open(link, OpenMode.WRITE);
    try (DiskFile reader = disk.open(link, OpenMode.READ)) {
      disk.delete(link);
      shared.closeSlowly();
      assertThat(reader.size()).isEqualTo(20 << 20);
    }

    assertThat(cuts.lengths).isEmpty();
  }

  @Test
  void aFileThatCannotBeCutIsClosedAllTheSame() {
    ForwardingCalls calls =
        new ForwardingCalls() {
          @Override
          public int truncate(int descriptor, long size) {
            return size < 20 << 20 ? -PosixErrors.EIO : super.truncate(descriptor, size);
          }
        };
    RealDisk disk = new RealDisk(new PosixOpener(calls), Events.NONE);
    DiskFile file = large(disk);
    disk.delete(file.path());

    file.closeSlowly();

    assertThatThrownBy(file::size).isInstanceOf(AtollException.class);
  }

  @Test
  void aReadThatTheCacheHoldsInPartLeavesTheBufferAsItWas() {
    ForwardingCalls calls =
        new ForwardingCalls() {
          @Override
          public long readIfCached(int descriptor, MemorySegment target, long offset) {
            return offset < 4 ? 4 - offset : -PosixErrors.EAGAIN;
          }
        };
    try (DiskFile file = created(calls)) {
      ByteBuffer target = ByteBuffer.allocateDirect(20).position(3).limit(12);
      assertThat(file.readAtIfCached(0, target)).isEqualTo(DiskFile.WOULD_WAIT);
      assertThat(target.position()).isEqualTo(3);
      assertThat(target.limit()).isEqualTo(12);
    }
  }

  @Test
  void aFileSystemThatCannotTellIsNotAskedAgain() {
    AtomicInteger asked = new AtomicInteger();
    ForwardingCalls calls =
        new ForwardingCalls() {
          @Override
          public long readIfCached(int descriptor, MemorySegment target, long offset) {
            asked.incrementAndGet();
            return -PosixErrors.EOPNOTSUPP;
          }
        };
    try (DiskFile file = created(calls)) {
      for (int i = 0; i < 3; i++) {
        assertThat(file.readAtIfCached(0, ByteBuffer.allocateDirect(1)))
            .isEqualTo(DiskFile.WOULD_WAIT);
      }
    }
    assertThat(asked).hasValue(1);
  }

  @ParameterizedTest
  @ValueSource(ints = {PosixErrors.EXDEV, PosixErrors.EOPNOTSUPP, PosixErrors.ENOSYS})
  void whereTheKernelCannotCopyBytesGoThroughMemory(int refusal) {
    ForwardingCalls calls =
        new ForwardingCalls() {
          private boolean first = true;

          @Override
          public long copyRange(
              int descriptor, long offset, int target, long targetOffset, long length) {
            if (first) {
              first = false;
              return super.copyRange(descriptor, offset, target, targetOffset, 3);
            }
            return -refusal;
          }
        };
    RealDisk disk = new RealDisk(new PosixOpener(calls), Events.NONE);
    try (DiskFile file = disk.open(directory.resolve("file"), OpenMode.CREATE);
        DiskFile copy = disk.open(directory.resolve("copy"), OpenMode.CREATE)) {
      file.append(direct("0123456789"));
      assertThat(file.copyTo(copy, 1, 8, 0)).isEqualTo(8);
      assertThat(contentOf(copy)).isEqualTo("12345678");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "28, NO_SPACE",
    "122, NO_SPACE",
    "5, IO",
    "30, DENIED",
    "13, DENIED",
    "1, DENIED",
    "24, BUSY",
    "23, BUSY",
    "2, NOT_FOUND",
    "17, CONFLICT",
    "21, CONFLICT",
    "20, CONFLICT",
    "39, CONFLICT",
    "9, IO",
    "27, IO",
    "116, IO"
  })
  void everyErrorNumberHasItsFault(int number, Fault fault) {
    ForwardingCalls calls =
        new ForwardingCalls() {
          @Override
          public long write(int descriptor, MemorySegment source, long offset) {
            return -number;
          }
        };
    try (DiskFile file = created(calls)) {
      assertThatThrownBy(() -> file.writeAt(70, direct("abc")))
          .isInstanceOfSatisfying(AtollException.class, e -> assertThat(e.fault()).isEqualTo(fault))
          .hasMessage(
              "write to %s at 70, 3 bytes: %s (errno %d)",
              file.path(), calls.describe(number), number);
    }
  }

  @Test
  void aWriteThatWritesNothingIsAnError() {
    ForwardingCalls calls =
        new ForwardingCalls() {
          @Override
          public long write(int descriptor, MemorySegment source, long offset) {
            return 0;
          }
        };
    try (DiskFile file = created(calls)) {
      assertThatThrownBy(() -> file.append(direct("abc")))
          .isInstanceOfSatisfying(
              AtollException.class, e -> assertThat(e.fault()).isEqualTo(Fault.IO));
    }
  }

  @Test
  void aFailedSyncIsReportedAndNotRepeated() {
    AtomicInteger syncs = new AtomicInteger();
    ForwardingCalls calls =
        new ForwardingCalls() {
          @Override
          public int syncData(int descriptor) {
            return syncs.incrementAndGet() == 1 ? -PosixErrors.EIO : 0;
          }
        };
    try (DiskFile file = created(calls)) {
      assertThatThrownBy(file::syncData)
          .isInstanceOfSatisfying(
              AtollException.class, e -> assertThat(e.fault()).isEqualTo(Fault.IO))
          .hasMessageStartingWith("sync data of " + file.path());
      assertThat(syncs).hasValue(1);
    }
  }

  @Test
  void aDescriptorIsClosedOnceWhateverCloseAnswers() {
    List<Event> reported = new ArrayList<>();
    List<Integer> closed = new ArrayList<>();
    List<Integer> answers = new ArrayList<>(List.of(-PosixErrors.EINTR, -PosixErrors.EIO));
    ForwardingCalls calls =
        new ForwardingCalls() {
          @Override
          public int close(int descriptor) {
            super.close(descriptor);
            closed.add(descriptor);
            return answers.removeFirst();
          }
        };
    RealDisk disk = new RealDisk(new PosixOpener(calls), reported::add);
    disk.open(directory.resolve("one"), OpenMode.CREATE).close();
    disk.open(directory.resolve("two"), OpenMode.CREATE).close();
    assertThat(closed).hasSize(2);
    assertThat(reported)
        .singleElement()
        .isInstanceOfSatisfying(
            RealFileEvent.CloseFailed.class,
            event -> {
              assertThat(event.path()).hasFileName("two");
              assertThat(event.message()).contains("errno 5");
            });
  }

  @Test
  void aFullDeviceIsNoSpace() {
    RealDisk disk = new RealDisk(Events.NONE);
    try (DiskFile full = disk.open(Path.of("/dev/full"), OpenMode.WRITE)) {
      assertThatThrownBy(() -> full.append(direct("ab"), direct("c")))
          .isInstanceOfSatisfying(
              AtollException.class, e -> assertThat(e.fault()).isEqualTo(Fault.NO_SPACE))
          .hasMessageStartingWith("append to /dev/full at 0, 3 bytes: ")
          .hasMessageEndingWith("(errno 28)");
    }
  }

  private DiskFile created(PosixCalls calls) {
    return new RealDisk(new PosixOpener(calls), Events.NONE)
        .open(directory.resolve("file"), OpenMode.CREATE);
  }
}
