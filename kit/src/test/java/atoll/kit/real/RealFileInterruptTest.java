package atoll.kit.real;

import static atoll.kit.real.RealDiskTest.direct;
import static org.assertj.core.api.Assertions.assertThat;

import atoll.kit.disk.DiskFile;
import atoll.kit.disk.OpenMode;
import atoll.kit.real.RealDiskTest.Way;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// An interrupt is the thread's business and never the file's.
class RealFileInterruptTest {

  private static final int INTERRUPTS_A_THREAD = 200;
  private static final int BYTES = 64 << 10;

  @TempDir Path directory;

  @ParameterizedTest
  @EnumSource
  void anInterruptedThreadDoesItsWorkAndStaysInterrupted(Way way) {
    RealDisk disk = way.disk();
    try (DiskFile file = disk.open(directory.resolve("file"), OpenMode.CREATE);
        DiskFile copy = disk.open(directory.resolve("copy"), OpenMode.CREATE)) {
      List<Runnable> operations =
          List.of(
              () -> file.append(direct("abc")),
              () -> file.writeAt(3, direct("def")),
              () -> assertThat(file.readAt(0, ByteBuffer.allocateDirect(6))).isEqualTo(6),
              () -> file.readAtIfCached(0, ByteBuffer.allocateDirect(6)),
              () -> file.preallocate(0, 10),
              () -> assertThat(file.copyTo(copy, 0, 6, 0)).isEqualTo(6),
              () -> file.truncate(2),
              file::syncData,
              file::syncAll,
              () -> assertThat(file.size()).isEqualTo(2),
              () -> disk.syncDirectory(directory),
              () -> assertThat(disk.list(directory)).hasSize(2),
              () -> disk.open(directory.resolve("third"), OpenMode.CREATE).close());
      for (Runnable operation : operations) {
        Thread.currentThread().interrupt();
        operation.run();
        assertThat(Thread.interrupted()).isTrue();
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void aStormOfInterruptsClosesNoFileForAnyone(Way way) throws InterruptedException {
    ByteBuffer content = ByteBuffer.allocateDirect(BYTES);
    for (int i = 0; i < BYTES; i++) {
      content.put((byte) (i % 251));
    }
    content.flip();
    AtomicReference<Throwable> failure = new AtomicReference<>();
    AtomicInteger felt = new AtomicInteger();
    AtomicInteger calmReads = new AtomicInteger();
    try (DiskFile file = way.disk().open(directory.resolve("file"), OpenMode.CREATE)) {
      file.append(content.duplicate());
      List<Thread> shaken = new ArrayList<>();
      for (int i = 0; i < 2; i++) {
        shaken.add(
            Thread.ofPlatform()
                .start(() -> {
                  int interrupts = 0;
                  while (interrupts < INTERRUPTS_A_THREAD && failure.get() == null) {
                    readWhole(file, content, failure);
                    interrupts += Thread.interrupted() ? 1 : 0;
                  }
                  felt.addAndGet(interrupts);
                }));
      }
      Thread calm =
          Thread.ofPlatform()
              .start(() -> {
                while (shaken.stream().anyMatch(Thread::isAlive)) {
                  readWhole(file, content, failure);
                  calmReads.incrementAndGet();
                }
              });
      while (shaken.stream().anyMatch(Thread::isAlive)) {
        shaken.forEach(Thread::interrupt);
        Thread.onSpinWait();
      }
      calm.join();
      readWhole(file, content, failure);
    }
    assertThat(failure.get()).isNull();
    assertThat(felt).hasValue(2 * INTERRUPTS_A_THREAD);
    assertThat(calmReads.get()).isPositive();
  }

  private static void readWhole(
      DiskFile file, ByteBuffer expected, AtomicReference<Throwable> failure) {
    try {
      ByteBuffer target = ByteBuffer.allocateDirect(BYTES);
      assertThat(file.readAt(0, target)).isEqualTo(BYTES);
      assertThat(target.flip().equals(expected)).isTrue();
    } catch (RuntimeException | AssertionError e) {
      failure.compareAndSet(null, e);
    }
  }
}
