package atoll.sim.disk;

import static org.assertj.core.api.Assertions.assertThat;

import atoll.kit.AtollException;
import atoll.kit.Fault;
import atoll.kit.disk.DiskFile;
import atoll.kit.disk.DiskLock;
import atoll.kit.disk.OpenMode;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/// References, names that go away under an open file, and threads side by side.
interface SharingContract extends DiskFixture {

  @Test
  default void aRetainedFileOutlivesOneClose() {
    DiskFile file = fileWith("a", "content");
    assertThat(file.retain()).isSameAs(file);
    file.close();
    assertThat(Buffers.text(file)).isEqualTo("content");
    file.close();
    assertFault(Fault.CLOSED, at("a"), file::size);
  }

  @Test
  default void aLockHasOneHolder() {
    DiskLock one = disk().lock(at("lock"));
    assertFault(Fault.BUSY, at("lock"), () -> disk().lock(at("lock")));
    assertThat(disk().find(at("lock"))).isPresent();
    disk().lock(at("other")).close();
    one.close();
    DiskLock again = disk().lock(at("lock"));
    one.close();
    assertFault(Fault.BUSY, at("lock"), () -> disk().lock(at("lock")));
    again.close();
    assertFault(Fault.NOT_FOUND, () -> disk().lock(at("missing").resolve("lock")));
  }

  @Test
  default void everythingIsClosedAfterTheLastReference() {
    DiskFile file = fileWith("a", "content");
    file.close();
    try (DiskFile other = fileWith("b", "other")) {
      List<ThrowingCallable> calls =
          List.of(
              () -> file.append(Buffers.of("x")),
              () -> file.writeAt(0, Buffers.of("x")),
              () -> file.readAt(0, ByteBuffer.allocateDirect(1)),
              () -> file.readAtIfCached(0, ByteBuffer.allocateDirect(1)),
              file::size,
              () -> file.truncate(0),
              file::syncData,
              file::syncAll,
              () -> file.preallocate(0, 1),
              () -> file.copyTo(other, 0, 1, 0),
              () -> other.copyTo(file, 0, 1, 0),
              file::retain);
      calls.forEach(call -> assertFault(Fault.CLOSED, call));
      assertThat(Buffers.text(other)).isEqualTo("other");
    }
    assertThat(textOf(at("a"))).isEqualTo("content");
  }

  @Test
  default void closingOneOpeningLeavesTheOther() {
    DiskFile one = fileWith("a", "content");
    try (DiskFile two = disk().open(at("a"), OpenMode.READ)) {
      one.close();
      assertThat(Buffers.text(two)).isEqualTo("content");
    }
  }

  @Test
  default void anOpenFileOutlivesItsName() {
    try (DiskFile file = fileWith("a", "content")) {
      disk().delete(at("a"));
      assertThat(Buffers.text(file)).isEqualTo("content");
      file.append(Buffers.of("!"));
      assertThat(Buffers.text(file)).isEqualTo("content!");
      assertThat(disk().find(at("a"))).isEmpty();
    }
  }

  @Test
  default void aFileThatIsClosedSlowlyStaysWhatItIsForOthers() {
    DiskFile old = fileWith("a", "old").retain();
    disk().rename(written("b", "new"), at("a"));
    old.closeSlowly();
    assertThat(Buffers.text(old)).isEqualTo("old");
    old.closeSlowly();
    assertFault(Fault.CLOSED, at("a"), old::size);
    assertThat(textOf(at("a"))).isEqualTo("new");
  }

  @Test
  default void anOpenFileIsNotTheOneThatTakesItsName() {
    try (DiskFile old = fileWith("a", "old")) {
      disk().rename(written("b", "new and longer"), at("a"));
      assertThat(Buffers.text(old)).isEqualTo("old");
      assertThat(textOf(at("a"))).isEqualTo("new and longer");
      old.append(Buffers.of("er"));
      assertThat(textOf(at("a"))).isEqualTo("new and longer");
    }
  }

  @Test
  default void anOpenFileKeepsWorkingUnderANewName() {
    try (DiskFile file = fileWith("a", "content")) {
      disk().rename(at("a"), at("b"));
      file.append(Buffers.of("!"));
      assertThat(textOf(at("b"))).isEqualTo("content!");
    }
  }

  @Test
  default void readersNeverSeeMoreThanWasAppendedNorOtherBytes() throws Exception {
    int block = 3000;
    int blocks = 200;
    AtomicLong published = new AtomicLong();
    try (DiskFile file = fileWith("a", "")) {
      List<Callable<Void>> work = new ArrayList<>();
      for (int reader = 0; reader < 3; reader++) {
        work.add(() -> {
          ByteBuffer target = ByteBuffer.allocateDirect(block);
          for (long end = 0; end < (long) block * blocks; ) {
            end = published.get();
            for (long at = Math.max(0, end - 4L * block); at < end; at += block) {
              assertThat(file.readAt(at, target.clear())).isEqualTo(block);
              assertFilled(target, (byte) (at / block));
            }
          }
          return null;
        });
      }
      work.add(() -> {
        for (int index = 0; index < blocks; index++) {
          byte[] bytes = new byte[block];
          Arrays.fill(bytes, (byte) index);
          published.set(file.append(Buffers.of(bytes)) + block);
        }
        return null;
      });
      together(work);
      assertThat(file.size()).isEqualTo((long) block * blocks);
    }
  }

  @Test
  default void aNameThatIsReplacedIsAlwaysWhollyOldOrNew() throws Exception {
    Path path = written("a", "0".repeat(5000));
    AtomicBoolean done = new AtomicBoolean();
    Callable<Void> writer =
        () -> {
          try {
            for (int index = 1; index < 60; index++) {
              disk().rename(written("next", Integer.toString(index % 10).repeat(5000)), path);
            }
          } finally {
            done.set(true);
          }
          return null;
        };
    Callable<Void> reader =
        () -> {
          while (!done.get()) {
            String text = textOf(path);
            assertThat(text).isEqualTo(text.substring(0, 1).repeat(5000));
          }
          return null;
        };
    together(List.of(writer, reader, reader));
  }

  @Test
  default void anInterruptedReaderReadsOnAndClosesTheFileForNobody() throws Exception {
    try (DiskFile file = fileWith("a", "content")) {
      Callable<Void> interrupted =
          () -> {
            for (int index = 0; index < 100; index++) {
              Thread.currentThread().interrupt();
              assertThat(Buffers.text(file)).isEqualTo("content");
              assertThat(Thread.interrupted()).isTrue();
            }
            return null;
          };
      Callable<Void> calm =
          () -> {
            for (int index = 0; index < 200; index++) {
              assertThat(Buffers.text(file)).isEqualTo("content");
            }
            return null;
          };
      together(List.of(interrupted, calm, calm));
      assertThat(Buffers.text(file)).isEqualTo("content");
    }
  }

  @Test
  default void anInterruptedWriterFinishesItsWork() throws Exception {
    try (DiskFile file = fileWith("a", "")) {
      Callable<Void> interrupted =
          () -> {
            Thread.currentThread().interrupt();
            file.append(Buffers.of("written"));
            file.writeAt(0, Buffers.of("W"));
            file.syncData();
            file.truncate(5);
            assertThat(Thread.interrupted()).isTrue();
            return null;
          };
      together(List.of(interrupted));
      assertThat(Buffers.text(file)).isEqualTo("Writt");
    }
  }

  @Test
  default void referencesTakenAndGivenBackByManyThreadsAddUp() throws Exception {
    DiskFile file = fileWith("a", "content");
    Callable<Void> user =
        () -> {
          for (int index = 0; index < 500; index++) {
            try (DiskFile mine = file.retain()) {
              assertThat(Buffers.text(mine)).isEqualTo("content");
            }
          }
          return null;
        };
    together(List.of(user, user, user));
    assertThat(Buffers.text(file)).isEqualTo("content");
    file.close();
    assertFault(Fault.CLOSED, file::retain);
  }

  @Test
  default void aReaderThatComesTooLateIsToldSo() throws Exception {
    DiskFile file = fileWith("a", "content");
    Callable<Void> reader =
        () -> {
          try {
            while (true) {
              try (DiskFile mine = file.retain()) {
                assertThat(Buffers.text(mine)).isEqualTo("content");
              }
            }
          } catch (AtollException late) {
            assertThat(late.fault()).isEqualTo(Fault.CLOSED);
          }
          return null;
        };
    Callable<Void> closer =
        () -> {
          for (int index = 0; index < 200; index++) {
            file.size();
          }
          file.close();
          return null;
        };
    together(List.of(reader, reader, closer));
  }

  private static void assertFilled(ByteBuffer target, byte value) {
    for (int index = 0; index < target.limit(); index++) {
      if (target.get(index) != value) {
        assertThat(target.get(index)).as("byte " + index).isEqualTo(value);
      }
    }
  }

  /// Runs all of it at once, each on a thread of its own; the first failure is thrown.
  private static void together(List<Callable<Void>> work) throws Exception {
    try (var threads = Executors.newThreadPerTaskExecutor(Thread.ofPlatform().factory())) {
      List<Future<Void>> running = work.stream().map(threads::submit).toList();
      for (Future<Void> each : running) {
        try {
          each.get(30, TimeUnit.SECONDS);
        } catch (ExecutionException failed) {
          threads.shutdownNow();
          throw new AssertionError("a thread failed", failed.getCause());
        } catch (TimeoutException late) {
          threads.shutdownNow();
          throw new AssertionError("not done within 30 s", late);
        }
      }
    }
  }
}
