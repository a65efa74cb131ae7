package atoll.kit.real;

import static atoll.kit.real.RealDiskTest.direct;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import atoll.kit.AtollException;
import atoll.kit.Fault;
import atoll.kit.disk.DiskFile;
import atoll.kit.disk.OpenMode;
import atoll.kit.event.Event;
import atoll.kit.event.Events;
import atoll.kit.real.RealDiskTest.Way;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// References, and descriptors that other threads are using.
class RealFileLifeTest {

  private static final long PATIENCE_SECONDS = 30;

  @TempDir Path directory;

  @ParameterizedTest
  @EnumSource
  void afterTheLastReferenceEveryOperationAnswersClosed(Way way) {
    DiskFile file = way.disk().open(directory.resolve("file"), OpenMode.CREATE);
    DiskFile other = way.disk().open(directory.resolve("other"), OpenMode.CREATE);
    assertThat(file.retain()).isSameAs(file);
    file.close();
    assertThat(file.append(direct("abc"))).isZero();
    file.close();
    ByteBuffer one = ByteBuffer.allocateDirect(1);
    List<Runnable> operations =
        List.of(
            () -> file.append(one),
            () -> file.writeAt(0, one),
            () -> file.readAt(0, one),
            () -> file.readAtIfCached(0, one),
            file::size,
            () -> file.truncate(0),
            file::syncData,
            file::syncAll,
            () -> file.preallocate(0, 1),
            () -> file.copyTo(other, 0, 1, 0),
            () -> other.copyTo(file, 0, 1, 0),
            file::retain);
    for (Runnable operation : operations) {
      assertThatThrownBy(operation::run)
          .isInstanceOfSatisfying(
              AtollException.class, e -> assertThat(e.fault()).isEqualTo(Fault.CLOSED))
          .hasMessageContaining(file.path().toString());
    }
    assertThatThrownBy(file::close).isInstanceOf(AssertionError.class);
    other.close();
  }

  @ParameterizedTest
  @EnumSource
  void programmerErrorsAreRefused(Way way) {
    RealDisk disk = way.disk();
    try (DiskFile file = disk.open(directory.resolve("file"), OpenMode.CREATE);
        DiskFile readOnly = disk.open(directory.resolve("file"), OpenMode.READ)) {
      ByteBuffer heap = ByteBuffer.allocate(1);
      ByteBuffer one = ByteBuffer.allocateDirect(1);
      assertThatThrownBy(() -> file.append(one, heap)).isInstanceOf(IllegalArgumentException.class);
      assertThatThrownBy(() -> file.writeAt(0, heap)).isInstanceOf(IllegalArgumentException.class);
      assertThatThrownBy(() -> file.readAt(0, heap)).isInstanceOf(IllegalArgumentException.class);
      assertThatThrownBy(() -> file.readAtIfCached(0, one.asReadOnlyBuffer()))
          .isInstanceOf(IllegalArgumentException.class);
      assertThatThrownBy(() -> file.readAt(-1, one)).isInstanceOf(AssertionError.class);
      assertThatThrownBy(() -> file.truncate(-1)).isInstanceOf(AssertionError.class);
      assertThatThrownBy(() -> file.copyTo(file, 0, 1, 1)).isInstanceOf(AssertionError.class);
      assertThatThrownBy(() -> readOnly.append(one))
          .isInstanceOfSatisfying(
              AtollException.class, e -> assertThat(e.fault()).isEqualTo(Fault.IO))
          .hasMessageContaining("reading only");
    }
  }

  @Test
  void aFileClosesWhenItsLastOperationHasEnded() throws Exception {
    CountDownLatch reading = new CountDownLatch(1);
    CountDownLatch goOn = new CountDownLatch(1);
    AtomicInteger closes = new AtomicInteger();
    ForwardingCalls calls =
        new ForwardingCalls() {
          @Override
          public long read(int descriptor, MemorySegment target, long offset) {
            reading.countDown();
            awaitPatiently(goOn);
            return super.read(descriptor, target, offset);
          }

          @Override
          public int close(int descriptor) {
            closes.incrementAndGet();
            return super.close(descriptor);
          }
        };
    RealDisk disk = new RealDisk(new PosixOpener(calls), Events.NONE);
    DiskFile file = disk.open(directory.resolve("file"), OpenMode.CREATE);
    file.append(direct("abc"));
    try (ExecutorService threads = Executors.newSingleThreadExecutor()) {
      Future<Integer> count = threads.submit(() -> file.readAt(0, ByteBuffer.allocateDirect(3)));
      awaitPatiently(reading);
      file.close();
      assertThatThrownBy(file::size)
          .isInstanceOfSatisfying(
              AtollException.class, e -> assertThat(e.fault()).isEqualTo(Fault.CLOSED));
      assertThat(closes).hasValue(0);
      goOn.countDown();
      assertThat(count.get(PATIENCE_SECONDS, TimeUnit.SECONDS)).isEqualTo(3);
    }
    assertThat(closes).hasValue(1);
  }

  /// The kernel gives the lowest free number to the next file, so a number freed too early is read
  /// as another file at once.
  @ParameterizedTest
  @EnumSource
  void noReaderEverSeesAnotherFile(Way way) throws Exception {
    RealDisk disk = way.disk();
    List<Path> paths = new ArrayList<>();
    for (byte content = 'a'; content < 'e'; content++) {
      Path path = directory.resolve("file-" + (char) content);
      ByteBuffer bytes = ByteBuffer.allocateDirect(4096);
      while (bytes.hasRemaining()) {
        bytes.put(content);
      }
      try (DiskFile file = disk.open(path, OpenMode.CREATE)) {
        file.append(bytes.flip());
      }
      paths.add(path);
    }
    int rounds = 1500;
    AtomicReference<DiskFile> current =
        new AtomicReference<>(disk.open(paths.getFirst(), OpenMode.READ));
    AtomicInteger found = new AtomicInteger();
    try (ExecutorService threads = Executors.newFixedThreadPool(3)) {
      List<Future<?>> readers = new ArrayList<>();
      CountDownLatch end = new CountDownLatch(1);
      for (int i = 0; i < 3; i++) {
        boolean retains = i == 0;
        readers.add(
            threads.submit(() -> {
              ByteBuffer target = ByteBuffer.allocateDirect(4096);
              while (end.getCount() > 0) {
                found.addAndGet(readOnce(requireNonNull(current.get()), target.clear(), retains));
              }
            }));
      }
      for (int round = 1; round <= rounds; round++) {
        int soFar = found.get();
        DiskFile next = disk.open(paths.get(round % paths.size()), OpenMode.READ);
        requireNonNull(current.getAndSet(next)).close();
        if (round % 100 == 0) {
          awaitMoreThan(soFar, found);
        }
      }
      end.countDown();
      for (Future<?> reader : readers) {
        reader.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
      }
    }
    requireNonNull(current.get()).close();
    assertThat(found.get()).isPositive();
  }

  /// Reads a file that somebody is closing: its own bytes, or `CLOSED`.
  ///
  /// @return 1 if there were bytes
  private static int readOnce(DiskFile file, ByteBuffer target, boolean retains) {
    try {
      if (retains) {
        file.retain();
      }
      try {
        assertThat(file.readAt(0, target)).isEqualTo(4096);
      } finally {
        if (retains) {
          file.close();
        }
      }
    } catch (AtollException e) {
      assertThat(e.fault()).isEqualTo(Fault.CLOSED);
      return 0;
    }
    String name = String.valueOf(file.path().getFileName());
    byte expected = (byte) name.charAt(name.length() - 1);
    target.flip();
    while (target.hasRemaining()) {
      if (target.get() != expected) {
        throw new AssertionError(name + " read as " + (char) target.get(target.position() - 1));
      }
    }
    return 1;
  }

  @ParameterizedTest
  @EnumSource
  void aForgottenFileIsReportedAndClosed(Way way) throws InterruptedException {
    BlockingQueue<Event> events = new LinkedBlockingQueue<>();
    RealDisk disk = way.disk(events::add);
    Path kept = directory.resolve("kept");
    Path forgotten = directory.resolve("forgotten");
    disk.open(kept, OpenMode.CREATE).close();
    openAndForget(disk, forgotten);
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
    Event reported = null;
    while (reported == null && System.nanoTime() < deadline) {
      System.gc();
      reported = events.poll(20, TimeUnit.MILLISECONDS);
    }
    assertThat(reported).isEqualTo(new RealFileEvent.Leaked(forgotten));
    assertThat(events).isEmpty();
  }

  private static void openAndForget(RealDisk disk, Path path) {
    assertThat(disk.open(path, OpenMode.CREATE).size()).isZero();
  }

  private static void awaitMoreThan(int soFar, AtomicInteger counter) {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
    while (counter.get() == soFar) {
      assertThat(System.nanoTime()).isLessThan(deadline);
      Thread.onSpinWait();
    }
  }

  private static void awaitPatiently(CountDownLatch latch) {
    try {
      assertThat(latch.await(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}
