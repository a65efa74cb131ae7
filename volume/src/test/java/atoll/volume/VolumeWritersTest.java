package atoll.volume;

import static org.assertj.core.api.Assertions.assertThat;

import atoll.kit.disk.DiskFile;
import atoll.kit.disk.OpenMode;
import atoll.kit.run.Runner;
import atoll.sim.SeededRandomness;
import atoll.sim.Seeds;
import atoll.sim.SimClock;
import atoll.sim.disk.DiskOperation;
import atoll.sim.disk.FaultRule;
import atoll.sim.disk.FaultyDisk;
import atoll.sim.disk.Misdeed;
import atoll.sim.disk.SimDisk;
import atoll.sim.run.Simulation;
import atoll.sim.run.World;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// Many writers at a time.
class VolumeWritersTest {

  /// A volume on a disk whose syncs take ten milliseconds, in a simulation.
  private static TestVolumes slowSyncs(World world, SimDisk truth, VolumeLimits limits) {
    FaultyDisk disk = new FaultyDisk(truth, world.randomness("disk"), world.runner("disk")::pause);
    disk.add(FaultRule.of(new Misdeed.Slow(Duration.ofMillis(10)), DiskOperation.SYNC_DATA));
    Runner pool = world.runner("pool");
    return new TestVolumes(
        disk, world.clock(), world.events(), work -> pool.submit("volume", work), limits);
  }

  @Test
  @Tag("simulation")
  void durableWritesOfManyShareTheirSyncs() {
    Seeds.check(
        20,
        seed ->
            Simulation.run(
                seed,
                world -> {
                  SimDisk truth = new SimDisk(world.clock());
                  try (TestVolumes volumes = slowSyncs(world, truth, VolumeLimits.DEFAULT)) {
                    Volume volume = volumes.create();
                    List<WriteResult> results = new ArrayList<>();
                    Duration begun = world.clock().elapsed();
                    for (int writer = 0; writer < 16; writer++) {
                      int id = writer;
                      world
                          .runner("writers")
                          .submit(
                              "writer " + id,
                              () ->
                                  volume.write(
                                      TestVolumes.needle(id, "body " + id).asDurable(),
                                      results::add));
                    }
                    world.await("answers", () -> results.size() == 16, Duration.ofSeconds(10));
                    assertThat(results).hasOnlyElementsOfType(WriteResult.Written.class);
                    // Two syncs, not sixteen, and each of data and index at once.
                    assertThat(world.clock().elapsed().minus(begun))
                        .isLessThanOrEqualTo(Duration.ofMillis(25));

                    SimDisk found = truth.crash(world.randomness("crash"));
                    try (TestVolumes after =
                        new TestVolumes(found, world.clock(), world.events())) {
                      Volume again = after.open();
                      for (int id = 0; id < 16; id++) {
                        assertThat(TestVolumes.read(again, id)).isEqualTo("body " + id);
                      }
                    }
                  }
                }));
  }

  @Test
  @Tag("simulation")
  void writesBeyondTheBoundAreRefusedAndAllOthersAnswered() {
    VolumeLimits narrow =
        new VolumeLimits(4, 1 << 20, 0, 64, 64, 1 << 20, Duration.ofMillis(1), 3, 1 << 20);
    Seeds.check(
        20,
        seed ->
            Simulation.run(
                seed,
                world -> {
                  SimDisk truth = new SimDisk(world.clock());
                  try (TestVolumes volumes = slowSyncs(world, truth, narrow)) {
                    Volume volume = volumes.create();
                    List<WriteResult> results = new ArrayList<>();
                    for (int id = 0; id < 12; id++) {
                      volume.write(TestVolumes.needle(id, "body " + id), results::add);
                    }
                    world.await("answers", () -> results.size() == 12, Duration.ofSeconds(10));
                    assertThat(results).filteredOn(WriteResult.Busy.class::isInstance).hasSize(8);
                    assertThat(volume.status().counters().fileCount()).isEqualTo(4);
                    boolean[] closed = {false};
                    volume.close(() -> closed[0] = true);
                    world.await("the end", () -> closed[0], Duration.ofSeconds(10));
                    assertThat(truth.openFiles()).isZero();
                  }
                }));
  }

  @Test
  void writersAndReadersOnRealThreadsSeeWholeNeedlesOnly() throws Exception {
    SimDisk disk = new SimDisk();
    SeededRandomness chance = new SeededRandomness(11);
    ExecutorService pool = Executors.newFixedThreadPool(2);
    ExecutorService users = Executors.newFixedThreadPool(4);
    ConcurrentHashMap<String, Integer> wrong = new ConcurrentHashMap<>();
    int perWriter = 400;
    CountDownLatch answers = new CountDownLatch(3 * perWriter);
    CountDownLatch ended = new CountDownLatch(4);
    try (TestVolumes volumes =
        new TestVolumes(disk, new SimClock(), event -> {}, pool, VolumeLimits.DEFAULT)) {
      Volume volume = volumes.create();
      for (int writer = 0; writer < 3; writer++) {
        long seed = chance.nextLong();
        users.execute(() -> {
          SeededRandomness own = new SeededRandomness(seed);
          for (int i = 0; i < perWriter; i++) {
            int id = own.nextInt(20);
            String body = (char) ('a' + own.nextInt(26)) + ":" + id + ":";
            NeedleWrite write = TestVolumes.needle(id, body.repeat(1 + own.nextInt(50)));
            volume.write(
                own.nextInt(10) == 0 ? write.asDurable() : write,
                result -> {
                  boolean fine =
                      result instanceof WriteResult.Written
                          || result instanceof WriteResult.Unchanged;
                  if (!fine) {
                    wrong.merge("write: " + result, 1, Integer::sum);
                  }
                  answers.countDown();
                });
          }
          ended.countDown();
        });
      }
      users.execute(() -> {
        while (answers.getCount() > 0) {
          for (int id = 0; id < 20; id++) {
            String body = TestVolumes.read(volume, id);
            boolean whole = body.matches("(.:" + id + ":)\\1*") || body.equals("NotFound");
            if (!whole) {
              wrong.merge("read: " + body, 1, Integer::sum);
            }
          }
        }
        ended.countDown();
      });
      assertThat(answers.await(60, TimeUnit.SECONDS)).isTrue();
      assertThat(ended.await(60, TimeUnit.SECONDS)).isTrue();
      assertThat(wrong).isEmpty();
      CountDownLatch closed = new CountDownLatch(1);
      volume.close(closed::countDown);
      assertThat(closed.await(60, TimeUnit.SECONDS)).isTrue();
      assertThat(disk.openFiles()).isZero();
    } finally {
      users.shutdownNow();
      pool.shutdownNow();
    }
  }

  /// What a vacuum does in the end, without having compacted anything.
  private static void replaceByCopies(TestVolumes volumes, VolumeChange change, int round) {
    VolumeFiles now = change.files();
    DiskFile data = copy(volumes, now.data(), "7.dat." + round);
    DiskFile index = copy(volumes, now.index(), "7.idx." + round);
    IndexLoading rows =
        IndexLoading.load(
            new MapOpening(volumes.environment, TestVolumes.PATHS, now.width()),
            index,
            now.width(),
            now.format(),
            MapForm.MEMORY);
    VolumeFiles fresh =
        new VolumeFiles(
            now.paths(), data, index, now.superBlock().nextRevision(), now.width(), rows.map());
    fresh.publish(now.dataEnd(), now.indexEnd(), now.lastAppendedNanos());
    change.replaceFiles(fresh, rows.counters());
    volumes.environment.disk().delete(TestVolumes.DIRECTORY.resolve("7.dat." + (round - 1)));
  }

  private static DiskFile copy(TestVolumes volumes, DiskFile file, String name) {
    DiskFile copy =
        volumes.environment.disk().open(TestVolumes.DIRECTORY.resolve(name), OpenMode.CREATE_NEW);
    file.copyTo(copy, 0, file.size(), 0);
    return copy;
  }

  @Test
  void readersNeverNoticeThatFilesAreReplaced() throws Exception {
    SimDisk disk = new SimDisk();
    ExecutorService pool = Executors.newFixedThreadPool(2);
    ExecutorService users = Executors.newFixedThreadPool(2);
    ConcurrentHashMap<String, Integer> wrong = new ConcurrentHashMap<>();
    int rounds = 150;
    CountDownLatch replaced = new CountDownLatch(rounds);
    CountDownLatch ended = new CountDownLatch(2);
    try (TestVolumes volumes =
        new TestVolumes(disk, new SimClock(), event -> {}, pool, VolumeLimits.DEFAULT)) {
      Volume volume = volumes.create();
      CountDownLatch written = new CountDownLatch(20);
      for (int id = 0; id < 20; id++) {
        volume.write(TestVolumes.needle(id, "body " + id), _ -> written.countDown());
      }
      assertThat(written.await(60, TimeUnit.SECONDS)).isTrue();
      for (int reader = 0; reader < 2; reader++) {
        users.execute(() -> {
          while (replaced.getCount() > 0) {
            for (int id = 0; id < 20; id++) {
              String body = TestVolumes.read(volume, id);
              if (!body.equals("body " + id)) {
                wrong.merge(body, 1, Integer::sum);
              }
            }
          }
          ended.countDown();
        });
      }
      for (int round = 1; round <= rounds; round++) {
        int number = round;
        volume.exclusively(change -> {
          replaceByCopies(volumes, change, number);
          replaced.countDown();
        });
        volume.write(TestVolumes.needle(100 + round, "more"), _ -> {});
      }
      assertThat(replaced.await(60, TimeUnit.SECONDS)).isTrue();
      assertThat(ended.await(60, TimeUnit.SECONDS)).isTrue();
      assertThat(wrong).isEmpty();
      assertThat(volume.status().superBlock().revision().value()).isEqualTo(rounds);
      CountDownLatch closed = new CountDownLatch(1);
      volume.close(closed::countDown);
      assertThat(closed.await(60, TimeUnit.SECONDS)).isTrue();
      assertThat(volume.status().counters().fileCount()).isEqualTo(20 + rounds);
      assertThat(disk.openFiles()).isZero();
      assertThat(volumes.memory.usedBytes()).isZero();
    } finally {
      users.shutdownNow();
      pool.shutdownNow();
    }
  }
}
