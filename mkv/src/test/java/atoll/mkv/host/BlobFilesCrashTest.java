package atoll.mkv.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import atoll.kit.AtollException;
import atoll.kit.Bytes;
import atoll.kit.Fault;
import atoll.kit.disk.Disk;
import atoll.kit.disk.DiskFile;
import atoll.kit.event.Events;
import atoll.mkv.record.Sidecar;
import atoll.mkv.record.SidecarReading;
import atoll.sim.SeededRandomness;
import atoll.sim.Seeds;
import atoll.sim.disk.CrashPoints;
import atoll.sim.disk.CrashReport;
import atoll.sim.disk.DiskOperation;
import atoll.sim.disk.FaultRule;
import atoll.sim.disk.FaultyDisk;
import atoll.sim.disk.Misdeed;
import atoll.sim.disk.SimDisk;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// A host's files under loss of power at every step, held against what was acknowledged.
class BlobFilesCrashTest {

  private static final Path ROOT = Path.of("/host");
  private static final String GONE = "";

  /// What may be found of each file: the last that was acknowledged, and what came after it.
  private static final class Ledger {
    final long seed;
    final Map<HostPath.Blob, Set<String>> possible = new HashMap<>();

    Ledger(long seed) {
      this.seed = seed;
    }

    void begin(HostPath.Blob blob, String content) {
      possible.computeIfAbsent(blob, _ -> new HashSet<>(Set.of(GONE))).add(content);
    }

    void acknowledged(HostPath.Blob blob, String content) {
      possible.put(blob, new HashSet<>(Set.of(content)));
    }
  }

  /// Work that waits until it is told to run, so that changes come in groups.
  private static final class Held implements Executor {
    private final List<Runnable> work = new ArrayList<>();

    @Override
    public void execute(Runnable command) {
      work.add(command);
    }

    void run() {
      List<Runnable> now = List.copyOf(work);
      work.clear();
      now.forEach(Runnable::run);
    }
  }

  private static BlobFiles open(Disk disk, Executor thread) {
    disk.createDirectories(ROOT);
    disk.syncDirectory(Path.of("/"));
    return BlobFiles.open(disk, ROOT, _ -> false, thread, 4, HostCounts.alone(), Events.NONE);
  }

  private static Incoming sealed(BlobFiles files, byte[] content) {
    Incoming incoming = files.receive();
    if (content.length > 0) {
      incoming.write(ByteBuffer.allocateDirect(content.length).put(content).flip());
    }
    incoming.seal(Optional.empty());
    return incoming;
  }

  private static String content(Sidecar sidecar) {
    return sidecar.encode().toUtf8();
  }

  private static HostPath.Blob beside(HostPath.Blob blob) {
    return new HostPath.Blob(blob.first(), blob.second(), blob.name() + ".key");
  }

  /// Groups of puts of blobs alone, of blobs with sidecars, overwrites and removals.
  private static void live(SimDisk disk, Ledger ledger) {
    SeededRandomness chance = new SeededRandomness(ledger.seed).stream("life");
    Held thread = new Held();
    BlobFiles files = open(disk, thread);
    for (int round = 0; round < 6; round++) {
      List<Runnable> acknowledgements = new ArrayList<>();
      int count = 1 + chance.nextInt(3);
      Set<String> busy = new HashSet<>();
      for (int i = 0; i < count; i++) {
        String key = "/key " + chance.nextInt(4);
        if (busy.add(key)) {
          acknowledgements.add(change(files, ledger, chance, key, round));
        }
      }
      thread.run();
      acknowledgements.forEach(Runnable::run);
    }
    files.close();
  }

  private static Runnable change(
      BlobFiles files, Ledger ledger, SeededRandomness chance, String key, int round) {
    byte[] content = Given.bytes((key + " in round " + round + ' ').repeat(chance.nextInt(90)));
    Sidecar sidecar = Given.sidecar(key, 7, content);
    HostPath.Blob blob = Given.path(sidecar);
    return switch (chance.nextInt(4)) {
      case 0 -> {
        ledger.begin(beside(blob), GONE);
        CompletableFuture<Boolean> done = files.remove(beside(blob));
        yield acknowledged(ledger, done, beside(blob), GONE);
      }
      case 1 -> {
        String text = new String(content, StandardCharsets.UTF_8);
        HostPath.Blob other = new HostPath.Blob(blob.first(), "aa", "alone-" + key.charAt(5));
        ledger.begin(other, text);
        yield acknowledged(
            ledger, files.publish(sealed(files, content), other, Optional.empty()), other, text);
      }
      default -> {
        String text = new String(content, StandardCharsets.UTF_8);
        ledger.begin(blob, text);
        ledger.begin(beside(blob), content(sidecar));
        CompletableFuture<Boolean> done =
            files.publish(
                sealed(files, content),
                blob,
                Optional.of(sealed(files, sidecar.encode().toArray())));
        Runnable both = acknowledged(ledger, done, blob, text);
        yield () -> {
          both.run();
          ledger.acknowledged(beside(blob), content(sidecar));
        };
      }
    };
  }

  private static Runnable acknowledged(
      Ledger ledger, CompletableFuture<Boolean> done, HostPath.Blob blob, String content) {
    return () -> {
      assertThat(done).isCompleted();
      ledger.acknowledged(blob, content);
    };
  }

  private static void judge(SimDisk disk, Ledger ledger) {
    try (BlobFiles files = open(disk, Runnable::run)) {
      ledger.possible.forEach(
          (blob, possible) -> assertThat(read(files, blob)).as(blob.path()).isIn(possible));
      assertThat(disk.list(new HostFolders(ROOT).uploads())).isEmpty();
      assertThat(disk.list(new HostFolders(ROOT).changes())).isEmpty();
      for (HostPath.Blob blob : ledger.possible.keySet()) {
        if (blob.name().endsWith(".key")) {
          blobOfEachSidecarIsThere(files, blob);
        }
      }
    }
  }

  private static void blobOfEachSidecarIsThere(BlobFiles files, HostPath.Blob sidecar) {
    String text = read(files, sidecar);
    if (!text.equals(GONE)) {
      assertThat(SidecarReading.of(Bytes.utf8(text)))
          .isInstanceOfSatisfying(
              SidecarReading.Whole.class,
              whole -> {
                String blob = read(files, Given.path(whole.sidecar()));
                assertThat(Given.checksums(Given.bytes(blob)))
                    .as("the blob of " + sidecar.path())
                    .isEqualTo(whole.sidecar().checksums());
              });
    }
  }

  private static String read(BlobFiles files, HostPath.Blob blob) {
    Optional<BlobFiles.Found> found = files.find(blob);
    if (found.isEmpty()) {
      return GONE;
    }
    try (DiskFile file = found.get().file()) {
      ByteBuffer content = ByteBuffer.allocateDirect((int) file.size());
      int _ = file.readAt(0, content);
      return Bytes.copyOf(content.flip()).toUtf8();
    }
  }

  @Test
  @Tag("simulation")
  void afterAnyCrashWhatWasAcknowledgedIsThereAndNothingIsTorn() {
    Seeds.check(
        1,
        seed -> {
          CrashReport report =
              CrashPoints.of(
                      "blob-files",
                      seed,
                      Ledger::new,
                      BlobFilesCrashTest::live,
                      BlobFilesCrashTest::judge)
                  .luckPerPoint(1)
                  .run();
          assertThat(report.requireNoFailure().crashes()).isGreaterThan(100);
        });
  }

  @Test
  @Tag("simulation")
  void crashDuringRecoveryLosesNothingEither() {
    Seeds.check(
        1,
        seed -> {
          SimDisk disk = new SimDisk();
          Ledger ledger = new Ledger(seed);
          live(disk, ledger);
          // Nothing that was moved to its place has been synced there: all may be in the log.
          SimDisk found = disk.crash(new SeededRandomness(seed));
          CrashPoints.of(
                  "blob-files-recovery",
                  seed,
                  _ -> ledger,
                  (again, _) -> open(again, Runnable::run).close(),
                  BlobFilesCrashTest::judge)
              .on(found::fork)
              .luckPerPoint(1)
              .run()
              .requireNoFailure();
        });
  }

  @Test
  void oneSyncMakesManyChangesDurable() {
    SimDisk disk = new SimDisk();
    Held thread = new Held();
    disk.createDirectories(ROOT);
    HostCounts counts = HostCounts.alone();
    try (BlobFiles files =
        BlobFiles.open(disk, ROOT, _ -> false, thread, 64, counts, Events.NONE)) {
      List<CompletableFuture<Boolean>> changes = new ArrayList<>();
      for (int i = 0; i < 40; i++) {
        byte[] content = Given.bytes("content " + i);
        changes.add(
            files.publish(
                sealed(files, content),
                new HostPath.Blob("0" + i % 10, "aa", "n" + i),
                Optional.empty()));
      }
      assertThat(changes).noneMatch(CompletableFuture::isDone);
      thread.run();
      assertThat(changes).allMatch(CompletableFuture::isDone);
      assertThat(counts.syncs()).isEqualTo(1);
      assertThat(counts.changes()).isEqualTo(40);
    }
  }

  @Test
  void failedSyncAcknowledgesNothing() {
    SimDisk truth = new SimDisk();
    FaultyDisk disk = new FaultyDisk(truth, new SeededRandomness(1), _ -> {});
    try (BlobFiles files = open(disk, Runnable::run)) {
      disk.add(
          FaultRule.of(new Misdeed.Fail(Fault.IO), DiskOperation.SYNC_DIRECTORY)
              .at("**/changes")
              .times(1));
      HostPath.Blob blob = new HostPath.Blob("aa", "bb", "n");
      CompletableFuture<Boolean> change =
          files.publish(sealed(files, Given.bytes("x")), blob, Optional.empty());
      assertThat(change).isCompletedExceptionally();
      assertThat(read(files, blob)).isEqualTo(GONE);
      assertThat(truth.list(new HostFolders(ROOT).changes())).isEmpty();
      assertThat(files.publish(sealed(files, Given.bytes("y")), blob, Optional.empty()))
          .isCompletedWithValue(false);
      assertThat(read(files, blob)).isEqualTo("y");
    }
  }

  @Test
  void failedRemovalLeavesTheFile() {
    SimDisk truth = new SimDisk();
    FaultyDisk disk = new FaultyDisk(truth, new SeededRandomness(1), _ -> {});
    try (BlobFiles files = open(disk, Runnable::run)) {
      HostPath.Blob blob = new HostPath.Blob("aa", "bb", "n");
      assertThat(files.publish(sealed(files, Given.bytes("x")), blob, Optional.empty())).isDone();
      disk.add(FaultRule.of(new Misdeed.Fail(Fault.IO), DiskOperation.SYNC_DIRECTORY).times(1));
      assertThat(files.remove(blob)).isCompletedExceptionally();
      assertThat(read(files, blob)).isEqualTo("x");
      assertThat(files.remove(blob)).isCompletedWithValue(true);
      assertThat(files.remove(blob)).isCompletedWithValue(false);
    }
  }

  @Test
  void hostWhoseDiskIsGoneWritesNothing() {
    SimDisk disk = new SimDisk();
    try (BlobFiles files = open(disk, Runnable::run)) {
      disk.delete(new HostFolders(ROOT).uploads());
      assertThatThrownBy(files::receive)
          .isInstanceOfSatisfying(
              AtollException.class, e -> assertThat(e.fault()).isEqualTo(Fault.NOT_FOUND));
      assertThat(disk.list(ROOT)).hasSize(1);
    }
  }
}
