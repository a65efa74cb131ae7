package atoll.volume;

import static atoll.volume.TestVolumes.key;
import static atoll.volume.TestVolumes.needle;
import static atoll.volume.TestVolumes.read;
import static atoll.volume.TestVolumes.write;
import static org.assertj.core.api.Assertions.assertThat;

import atoll.kit.AtollException;
import atoll.kit.Fault;
import atoll.kit.disk.DiskEntry;
import atoll.sim.RecordingEvents;
import atoll.sim.SeededRandomness;
import atoll.sim.SimClock;
import atoll.sim.disk.DiskOperation;
import atoll.sim.disk.FaultRule;
import atoll.sim.disk.FaultyDisk;
import atoll.sim.disk.Misdeed;
import atoll.sim.disk.SimDisk;
import atoll.volume.index.MemoryNeedleMap;
import atoll.volume.index.NeedleLocation;
import atoll.volume.index.NeedleMap;
import atoll.volume.needle.Cookie;
import atoll.volume.needle.NeedleAttributes;
import atoll.volume.needle.NeedleKey;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Writes and deletions that waited for the right to write, and are then written together.
class VolumeBatchTest {

  private final SimClock clock = new SimClock();
  private final SimDisk truth = new SimDisk(clock);
  private final FaultyDisk disk = new FaultyDisk(truth, new SeededRandomness(1), clock::advance);
  private final RecordingEvents events = new RecordingEvents();
  private final List<TestVolumes> opened = new ArrayList<>();
  private final List<Object> answers = new ArrayList<>();

  @AfterEach
  void nothingUnexpectedWasReported() {
    events.close();
    opened.forEach(TestVolumes::close);
  }

  private TestVolumes volumes(int together, long bytesTogether) {
    VolumeLimits limits =
        new VolumeLimits(
            4096, 1 << 20, 1 << 16, 64, together, bytesTogether, Duration.ofMillis(1), 3, 1 << 20);
    TestVolumes volumes = new TestVolumes(disk, clock, events, Runnable::run, limits);
    opened.add(volumes);
    return volumes;
  }

  /// Lets everything wait that `work` asks for, and then be done.
  private static void whileHeld(Volume volume, Runnable work) {
    volume.exclusively(change -> work.run());
  }

  private void put(Volume volume, NeedleWrite write) {
    volume.write(write, answers::add);
  }

  private void countAppends() {
    disk.add(FaultRule.of(new Misdeed.Slow(Duration.ZERO), DiskOperation.APPEND));
  }

  private long appendsTo(Path file) {
    return disk.inflicted().stream().filter(each -> each.path().equals(file)).count();
  }

  @Test
  void areOneWriteOfEachFile() {
    TestVolumes volumes = volumes(64, 1 << 20);
    Volume volume = volumes.create();
    write(volume, needle(1, "one"));
    countAppends();

    whileHeld(
        volume,
        () -> {
          for (int id = 2; id <= 12; id++) {
            put(volume, needle(id, "body " + id));
          }
          volume.delete(new NeedleDelete(key(1)), answers::add);
          put(volume, needle(13, ""));
          put(volume, needle(14, "x".repeat(60_000)));
        });

    assertThat(appendsTo(TestVolumes.PATHS.data())).isEqualTo(1);
    assertThat(appendsTo(TestVolumes.PATHS.index())).isEqualTo(1);
    assertThat(answers).hasSize(14);
    assertThat(answers.get(11)).isInstanceOf(DeleteResult.Deleted.class);
    VolumeCounters counters = volume.status().counters();
    Volume again = volumes.reopen(volume);
    assertThat(again.state()).isEqualTo(new VolumeState.Writable());
    assertThat(again.status().counters()).isEqualTo(counters);
    for (int id = 2; id <= 12; id++) {
      assertThat(read(again, id)).isEqualTo("body " + id);
    }
    assertThat(read(again, 1)).isEqualTo("Deleted");
    assertThat(read(again, 13)).isEmpty();
    assertThat(read(again, 14)).isEqualTo("x".repeat(60_000));
    assertThat(VacuumFixture.times(again, volumes.buffers)).isSorted().doesNotHaveDuplicates();
  }

  @Test
  void areNoMoreThanTheLimitSays() {
    Volume volume = volumes(4, 1 << 20).create();
    write(volume, needle(1, "one"));
    countAppends();

    whileHeld(
        volume,
        () -> {
          for (int id = 2; id <= 12; id++) {
            put(volume, needle(id, "body " + id));
          }
        });

    assertThat(appendsTo(TestVolumes.PATHS.data())).isEqualTo(3);
    assertThat(appendsTo(TestVolumes.PATHS.index())).isEqualTo(3);
    assertThat(answers).hasSize(11).hasOnlyElementsOfType(WriteResult.Written.class);
  }

  @ParameterizedTest
  @ValueSource(ints = {1_000, 15_000, 20_000, 64_000, 300_000})
  void carryNoMoreBytesThanTheLimitSays(int bytes) {
    Volume volume = volumes(64, 200_000).create();
    write(volume, needle(1, "one"));
    countAppends();

    whileHeld(
        volume,
        () -> {
          for (int id = 2; id <= 13; id++) {
            put(volume, needle(id, (char) ('a' + id) + "x".repeat(bytes - 1)));
          }
        });

    int together = Math.max(1, 200_000 / bytes);
    int bound = bytes > 1 << 14 ? Math.min(together, 7) : together;
    assertThat(appendsTo(TestVolumes.PATHS.data())).isEqualTo((12 + bound - 1) / bound);
    for (int id = 2; id <= 13; id++) {
      assertThat(read(volume, id)).isEqualTo((char) ('a' + id) + "x".repeat(bytes - 1));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"**.dat", "**.idx"})
  void failTogether(String file) {
    events.expect("volume.write.failed");
    TestVolumes volumes = volumes(64, 1 << 20);
    Volume volume = volumes.create();
    write(volume, needle(1, "one"));
    VolumeStatus before = volume.status();
    disk.add(
        FaultRule.of(new Misdeed.FailHalfway(Fault.IO), DiskOperation.APPEND).at(file).times(1));

    whileHeld(
        volume,
        () -> {
          for (int id = 2; id <= 6; id++) {
            put(volume, needle(id, "body " + id).asDurable());
          }
          volume.delete(new NeedleDelete(key(1)), answers::add);
        });

    assertThat(answers.subList(0, 5)).hasOnlyElementsOfType(WriteResult.Failed.class);
    assertThat(answers.get(5)).isInstanceOf(DeleteResult.Failed.class);
    assertThat(volume.status().counters()).isEqualTo(before.counters());
    assertThat(size(TestVolumes.PATHS.data())).isEqualTo(before.dataBytes());
    assertThat(size(TestVolumes.PATHS.index())).isEqualTo(before.indexBytes());
    assertThat(write(volume, needle(7, "seven"))).isInstanceOf(WriteResult.NotWritable.class);
    assertThat(read(volume, 1)).isEqualTo("one");
    assertThat(read(volume, 2)).isEqualTo("NotFound");
    assertThat(volumes.reopen(volume).state()).isEqualTo(new VolumeState.Writable());
  }

  @Test
  void beyondAFailureNothingIsAppended() {
    events.expect("volume.write.failed");
    Volume volume = volumes(2, 1 << 20).create();
    write(volume, needle(1, "one"));
    disk.add(FaultRule.of(new Misdeed.Fail(Fault.IO), DiskOperation.APPEND).times(1));
    countAppends();

    whileHeld(
        volume,
        () -> {
          for (int id = 2; id <= 6; id++) {
            put(volume, needle(id, "body " + id));
          }
        });

    assertThat(answers.subList(0, 2)).hasOnlyElementsOfType(WriteResult.Failed.class);
    assertThat(answers.subList(2, 5)).hasOnlyElementsOfType(WriteResult.NotWritable.class);
    assertThat(appendsTo(TestVolumes.PATHS.index())).isZero();
  }

  private long size(Path path) {
    return truth.find(path).map(DiskEntry::sizeBytes).orElseThrow();
  }

  @Test
  void ofOneNeedleSeeOneAnother() {
    Volume volume = volumes(64, 1 << 20).create();

    whileHeld(
        volume,
        () -> {
          put(volume, needle(1, "one"));
          put(volume, needle(1, "one"));
          put(
              volume,
              new NeedleWrite(
                  new NeedleKey(key(1).id(), new Cookie(4711)),
                  NeedleAttributes.NONE,
                  needle(1, "foreign").body()));
          volume.delete(new NeedleDelete(key(1)), answers::add);
          volume.delete(new NeedleDelete(key(1)), answers::add);
          put(volume, needle(1, "one anew"));
        });

    assertThat(answers)
        .extracting(Object::getClass)
        .extracting(Class::getSimpleName)
        .containsExactly(
            "Written", "Unchanged", "CookieMismatch", "Deleted", "NotFound", "Written");
    assertThat(read(volume, 1)).isEqualTo("one anew");
    assertThat(volume.status().counters().deletedCount()).isEqualTo(1);
  }

  @Test
  void areAnsweredInTheirOrderThoughSomeNeedNoWriting() {
    Volume volume = volumes(64, 1 << 20).create();
    write(volume, needle(1, "one"));
    List<Integer> order = new ArrayList<>();

    whileHeld(
        volume,
        () -> {
          volume.write(needle(2, "two"), result -> order.add(2));
          volume.write(needle(1, "one"), result -> order.add(1));
          volume.delete(new NeedleDelete(key(99)), result -> order.add(99));
          volume.write(needle(3, "three").asDurable(), result -> order.add(3));
        });

    assertThat(order).containsExactly(2, 1, 99, 3);
  }

  @Test
  void thatFindTheMapFullAreTakenBackAndThoseBeforeStay() {
    TestVolumes volumes = volumes(64, 1 << 20);
    Volume volume = volumes.create();
    volume.exclusively(change -> {
      VolumeFiles now = change.files();
      VolumeFiles full =
          new VolumeFiles(
              now.paths(),
              now.data().retain(),
              now.index().retain(),
              now.superBlock(),
              now.width(),
              new FullMap(new MemoryNeedleMap(volumes.memory, 4), 4));
      full.publish(now.dataEnd(), now.indexEnd(), now.lastAppendedNanos());
      change.replaceFiles(full, change.counters());
    });

    whileHeld(
        volume,
        () -> {
          for (int id = 1; id <= 6; id++) {
            put(volume, needle(id, "body " + id));
          }
        });

    assertThat(answers.subList(0, 3)).hasOnlyElementsOfType(WriteResult.Written.class);
    assertThat(answers.subList(3, 6)).hasOnlyElementsOfType(WriteResult.Failed.class);
    assertThat(volume.state()).isEqualTo(new VolumeState.Writable());
    assertThat(write(volume, needle(8, "eight"))).isInstanceOf(WriteResult.Written.class);
    Volume again = volumes.reopen(volume);
    assertThat(again.state()).isEqualTo(new VolumeState.Writable());
    assertThat(again.status().counters().fileCount()).isEqualTo(4);
    assertThat(read(again, 3)).isEqualTo("body 3");
    assertThat(read(again, 4)).isEqualTo("NotFound");
    assertThat(read(again, 8)).isEqualTo("eight");
  }

  /// A map that has no room for one needle.
  private record FullMap(NeedleMap truth, long refused) implements NeedleMap {

    @Override
    public @Nullable NeedleLocation find(long id) {
      return truth.find(id);
    }

    @Override
    public @Nullable NeedleLocation put(long id, NeedleLocation location) {
      if (id == refused) {
        throw new AtollException(Fault.NO_SPACE, "no room for needle " + id);
      }
      return truth.put(id, location);
    }

    @Override
    public @Nullable NeedleLocation delete(long id) {
      return truth.delete(id);
    }

    @Override
    public void visit(Visitor visitor) {
      truth.visit(visitor);
    }

    @Override
    public long count() {
      return truth.count();
    }

    @Override
    public long memoryBytes() {
      return truth.memoryBytes();
    }

    @Override
    public void close() {
      truth.close();
    }
  }
}
