package atoll.volume.store;

import static atoll.volume.store.StoreFixture.directory;
import static atoll.volume.store.StoreFixture.id;
import static atoll.volume.store.StoreFixture.name;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import atoll.kit.AtollException;
import atoll.kit.Fault;
import atoll.kit.disk.DiskFile;
import atoll.kit.disk.OpenMode;
import atoll.kit.event.Events;
import atoll.kit.real.RealDisk;
import atoll.sim.RecordingEvents;
import atoll.sim.SeededRandomness;
import atoll.sim.disk.DiskOperation;
import atoll.sim.disk.FaultRule;
import atoll.sim.disk.FaultyDisk;
import atoll.sim.disk.Misdeed;
import atoll.sim.disk.SimDisk;
import atoll.volume.Volume;
import atoll.volume.files.DirectoryId;
import atoll.volume.index.OffsetWidth;
import atoll.volume.info.RemoteFile;
import atoll.volume.info.ServerState;
import atoll.volume.needle.Ttl;
import atoll.volume.report.VolumeReport;
import atoll.volume.superblock.ReplicaPlacement;
import atoll.volume.superblock.SuperBlock;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What a store looks after beside its volumes: state, locks, expiry, files that go away, index
/// directories, and what goes wrong on the way.
class StoreCareTest {

  private static List<EndResult> deleteExpired(Store store) {
    return StoreFixture.<List<EndResult>>answer(store::deleteExpired);
  }

  private static List<String> reported(Store store) {
    return store.inventory().volumes().stream().map(report -> report.name().toString()).toList();
  }

  @Test
  void theStateIsKeptAndItsVersionGuardsIt() {
    SimDisk disk = new SimDisk();
    FaultyDisk faulty = new FaultyDisk(disk, new SeededRandomness(1), _ -> {});
    try (StoreFixture fixture = new StoreFixture(faulty, Events.NONE)) {
      Store store = fixture.open(withIndex("/a", "/index"), directory("/b"));
      assertThat(store.state()).isEqualTo(ServerState.INITIAL);
      assertThat(store.changeState(0, true).version()).isEqualTo(1);
      assertThatThrownBy(() -> store.changeState(0, false))
          .isInstanceOfSatisfying(
              AtollException.class, e -> assertThat(e.fault()).isEqualTo(Fault.CONFLICT))
          .hasMessage("version mismatch for VolumeServerState (got 1, want 0)");
      faulty.add(FaultRule.of(new Misdeed.Fail(Fault.NO_SPACE), DiskOperation.APPEND).at("**.tmp"));
      assertThatThrownBy(() -> store.changeState(1, false))
          .isInstanceOfSatisfying(
              AtollException.class, e -> assertThat(e.fault()).isEqualTo(Fault.NO_SPACE));
      assertThat(store.state().maintenance()).isTrue();
      faulty.clear();
      StoreFixture.close(store);
      assertThat(disk.find(Path.of("/index/state.pb"))).isPresent();

      Store again = fixture.open(withIndex("/a", "/index"), directory("/b"));
      assertThat(again.state().maintenance()).isTrue();
      assertThat(again.changeState(1, false).version()).isEqualTo(2);
      StoreFixture.close(again);
    }
  }

  @Test
  void aStateThatCannotBeReadIsReportedAndLeft() {
    SimDisk disk = new SimDisk();
    disk.createDirectories(Path.of("/a"));
    try (var file = disk.open(Path.of("/a/state.pb"), OpenMode.CREATE)) {
      file.append(ByteBuffer.allocateDirect(3).put(new byte[] {-1, -1, -1}).flip());
    }
    try (RecordingEvents events = new RecordingEvents();
        StoreFixture fixture = new StoreFixture(disk, events)) {
      Store store = fixture.open(directory("/a"));
      assertThat(store.state()).isEqualTo(ServerState.INITIAL);
      assertThat(events.of("store.state.unreadable")).hasSize(1);
      assertThat(disk.find(Path.of("/a/state.pb")).orElseThrow().sizeBytes()).isEqualTo(3);
      StoreFixture.close(store);
    }
  }

  @Test
  void aFlippedBitOfTheStateStopsNothing() {
    SimDisk disk = new SimDisk();
    try (StoreFixture fixture = new StoreFixture(disk, Events.NONE)) {
      Store store = fixture.open(directory("/a"));
      StoreFixture.write(store.create(name(1), StoreFixture.FRESH, ""), "here");
      store.changeState(0, true);
      StoreFixture.close(store);
    }
    Path state = Path.of("/a/state.pb");
    long bits = 8 * disk.find(state).orElseThrow().sizeBytes();
    assertThat(bits).isGreaterThan(16);
    for (long bit = 0; bit < bits; bit++) {
      SimDisk flipped = disk.fork();
      try (var file = flipped.open(state, OpenMode.WRITE)) {
        ByteBuffer one = ByteBuffer.allocateDirect(1);
        file.readAt(bit / 8, one);
        file.writeAt(bit / 8, one.put(0, (byte) (one.get(0) ^ 1 << bit % 8)).flip());
      }
      try (StoreFixture fixture = new StoreFixture(flipped, Events.NONE)) {
        Store store = fixture.open(directory("/a"));
        assertThat(StoreFixture.read(store, 1)).as("bit %d", bit).isEqualTo("here");
        // What is read is a state that can be gone on from.
        int version = store.state().version();
        assertThat(store.changeState(version, false).maintenance()).as("bit %d", bit).isFalse();
        StoreFixture.close(store);
      }
    }
  }

  @Test
  void aVolumeWhoseDataIsInRemoteStorageAloneIsLeftAsideAndSaysWhereItIs() {
    SimDisk disk = new SimDisk();
    RemoteFile remote = new RemoteFile("s3", "default", "a/key", 0, 100, 1, ".dat");
    try (RecordingEvents events = new RecordingEvents();
        StoreFixture fixture = new StoreFixture(disk, events)) {
      Store store = fixture.open(directory("/a"));
      Volume volume = store.create(name(1), StoreFixture.FRESH, "");
      volume.exclusively(change -> change.changeInfo(info -> info.withFiles(List.of(remote))));
      StoreFixture.close(store);
      disk.delete(Path.of("/a/1.dat"));

      Store again = fixture.open(directory("/a"));
      assertThat(events.of("store.volume.left"))
          .singleElement()
          .asString()
          .contains("its .dat is in remote storage (s3.default, key a/key)");
      assertThat(again.find(id(1))).isEmpty();
      assertThat(disk.find(Path.of("/a/1.vif"))).as("the way to its data").isPresent();
      assertThat(disk.find(Path.of("/a/1.idx"))).isPresent();
      StoreFixture.close(again);
    }
  }

  @Test
  void aDirectoryIsServedByOneStore(@TempDir Path temp) {
    try (RecordingEvents events = new RecordingEvents().expect("store.directory.failed");
        StoreFixture fixture = new StoreFixture(new RealDisk(events), events)) {
      Store first = fixture.open(directory(temp.toString()));
      assertThat(fixture.open(directory(temp.toString())).directories()).isEmpty();
      assertThat(events.of("store.directory.failed").getFirst().message())
          .contains("is in use by a server or a tool");
      StoreFixture.close(first);
      Store next = fixture.open(directory(temp.toString()));
      assertThat(next.directories()).hasSize(1);
      StoreFixture.close(next);
    }
  }

  @Test
  void aDirectoryOnAFileSystemWithoutLocksIsServed() {
    FaultyDisk disk = new FaultyDisk(new SimDisk(), new SeededRandomness(1), _ -> {});
    disk.add(FaultRule.of(new Misdeed.Fail(Fault.IO), DiskOperation.LOCK));
    try (RecordingEvents events = new RecordingEvents();
        StoreFixture fixture = new StoreFixture(disk, events)) {
      Store store = fixture.open(directory("/a"));
      assertThat(store.directories()).hasSize(1);
      assertThat(events.of("store.lock.missing")).hasSize(1);
      StoreFixture.close(store);
    }
  }

  @Test
  void volumesWithATtlLeaveHeartbeatsAndThenTheDisk() {
    SimDisk disk = new SimDisk();
    try (RecordingEvents events = new RecordingEvents();
        StoreFixture fixture = new StoreFixture(disk, events)) {
      Store store = fixture.open(directory("/a"));
      SuperBlock twentyMinutes = SuperBlock.fresh(ReplicaPlacement.NONE, new Ttl(20, 1));
      Volume volume = store.create(name(1), twentyMinutes, "");
      StoreFixture.write(volume, "short-lived");
      store.create(name(2), twentyMinutes, "");
      StoreFixture.write(store.create(name(3), StoreFixture.FRESH, ""), "for ever");
      Duration since =
          Duration.ofSeconds(
              fixture.clock.now().getEpochSecond() - volume.status().lastModifiedSeconds());

      fixture.clock.advance(Duration.ofMinutes(21).minus(since));
      assertThat(reported(store)).as("no quota is known").containsExactly("1", "2", "3");
      store.setQuota(new VolumeQuota(1 << 20, false));
      assertThat(reported(store)).containsExactly("2", "3");
      assertThat(deleteExpired(store)).isEmpty();
      assertThat(store.find(id(1))).isPresent();

      fixture.clock.advance(Duration.ofMinutes(1).plusSeconds(1));
      assertThat(deleteExpired(store)).containsExactly(new EndResult.Ended());
      assertThat(store.find(id(1))).isEmpty();
      assertThat(disk.find(Path.of("/a/1.dat"))).isEmpty();
      assertThat(reported(store)).containsExactly("2", "3");
      assertThat(events.of("store.volume.expired")).hasSize(1);
      StoreFixture.close(store);
    }
  }

  @Test
  void heartbeatsDoNotNameVolumesWhoseDataIsGone() {
    SimDisk disk = new SimDisk();
    try (RecordingEvents events = new RecordingEvents().expect("store.volume.vanished");
        StoreFixture fixture = new StoreFixture(disk, events)) {
      Store store = fixture.open(directory("/a"));
      for (int id = 1; id <= 3; id++) {
        StoreFixture.write(store.create(name(id), StoreFixture.FRESH, ""), "body");
      }
      disk.rename(Path.of("/a/2.dat"), Path.of("/a/elsewhere"));
      long whole = store.inventory().digest();
      store.checkFiles();
      store.checkFiles();
      assertThat(reported(store)).containsExactly("1", "3");
      assertThat(store.inventory().digest()).isNotEqualTo(whole);
      assertThat(events.of("store.volume.vanished")).hasSize(1);
      disk.rename(Path.of("/a/elsewhere"), Path.of("/a/2.dat"));
      store.checkFiles();
      assertThat(store.inventory().digest()).isEqualTo(whole);

      StoreFixture.<EndResult>answer(done -> store.delete(id(3), false, done));
      assertThat(reported(store)).containsExactly("1", "2");
      StoreFixture.close(store);
      assertThat(reported(store)).isEmpty();
    }
  }

  @Test
  void aDeletionThatFailsIsToldAndEndedByTheNextStart() {
    SimDisk disk = new SimDisk();
    FaultyDisk faulty = new FaultyDisk(disk, new SeededRandomness(1), _ -> {});
    try (StoreFixture fixture = new StoreFixture(faulty, Events.NONE)) {
      Store store = fixture.open(directory("/a"));
      StoreFixture.write(store.create(name(7), StoreFixture.FRESH, ""), "body");
      faulty.add(FaultRule.of(new Misdeed.Fail(Fault.IO), DiskOperation.DELETE).at("**.idx"));
      EndResult result = StoreFixture.answer(done -> store.delete(id(7), false, done));
      assertThat(result)
          .isInstanceOfSatisfying(
              EndResult.Refused.class, refused -> assertThat(refused.why()).contains("/a/7.idx"));
      assertThat(reported(store)).isEmpty();
      assertThatThrownBy(() -> store.mount(id(7))).hasMessageContaining("half deleted");
      assertThatThrownBy(() -> store.create(name(7), StoreFixture.FRESH, ""))
          .hasMessageContaining("7.note");
      faulty.clear();
      StoreFixture.close(store);

      Store again = fixture.open(directory("/a"));
      assertThat(again.find(id(7))).isEmpty();
      assertThat(disk.list(Path.of("/a")))
          .extracting(entry -> entry.name())
          .containsExactly("atoll.lock", "vol_dir.uuid");
      StoreFixture.close(again);
    }
  }

  private static DirectorySettings withIndex(String data, String index) {
    return new DirectorySettings(
        Path.of(data), Path.of(index), "", 8, SpaceFloor.parse("1"), List.of("fast"));
  }

  @Test
  void indexesMayLieInADirectoryOfTheirOwn() {
    SimDisk disk = new SimDisk();
    try (StoreFixture fixture = new StoreFixture(disk, Events.NONE)) {
      Store beside = fixture.open(directory("/a"));
      StoreFixture.write(beside.create(name(1), StoreFixture.FRESH, ""), "beside");
      StoreFixture.close(beside);

      Store store = fixture.open(withIndex("/a", "/index"));
      assertThat(StoreFixture.read(store, 1)).isEqualTo("beside");
      StoreFixture.write(store.create(name(2), StoreFixture.FRESH, ""), "apart");
      assertThat(disk.find(Path.of("/a/1.idx"))).isPresent();
      assertThat(disk.find(Path.of("/index/2.idx"))).isPresent();
      assertThat(disk.find(Path.of("/a/2.idx"))).isEmpty();
      assertThat(disk.find(Path.of("/index/2.dat"))).isEmpty();
      StoreFixture.close(store);

      Store again = fixture.open(withIndex("/a", "/index"));
      assertThat(StoreFixture.read(again, 2)).isEqualTo("apart");
      for (int id = 1; id <= 2; id++) {
        int each = id;
        assertThat(StoreFixture.<EndResult>answer(done -> again.delete(id(each), false, done)))
            .isEqualTo(new EndResult.Ended());
      }
      assertThat(disk.list(Path.of("/index"))).isEmpty();
      assertThat(disk.list(Path.of("/a")))
          .extracting(entry -> entry.name())
          .containsExactly("atoll.lock", "vol_dir.uuid");
      StoreFixture.close(again);
    }
  }

  @Test
  void loadingThatTakesTooLongEndsAndLeavesNothingOpen() throws InterruptedException {
    SimDisk disk = new SimDisk();
    try (StoreFixture fixture = new StoreFixture(disk, Events.NONE)) {
      Store store = fixture.open(directory("/a"));
      for (int id = 1; id <= 2; id++) {
        store.create(name(id), StoreFixture.FRESH, "");
      }
      StoreFixture.close(store);
    }
    CountDownLatch hanging = new CountDownLatch(1);
    CountDownLatch begun = new CountDownLatch(1);
    Thread caller = Thread.currentThread();
    // The other thread hangs in its volume before the caller has opened the first.
    FaultyDisk slow =
        new FaultyDisk(
            disk,
            new SeededRandomness(1),
            _ -> {
              if (Thread.currentThread().equals(caller)) {
                await(begun);
              } else {
                begun.countDown();
                await(hanging);
              }
            });
    slow.add(FaultRule.of(new Misdeed.Slow(Duration.ofDays(1)), DiskOperation.OPEN).at("**.dat"));
    ExecutorService threads = Executors.newFixedThreadPool(1);
    try (StoreFixture fixture = new StoreFixture(slow, Events.NONE, threads)) {
      StoreOptions hasty = new StoreOptions(OffsetWidth.FOUR, 2, Duration.ofMillis(20), 4);
      assertThatThrownBy(() ->
              Store.open(
                  fixture.environment, new SeededRandomness(1), List.of(directory("/a")), hasty))
          .isInstanceOfSatisfying(
              AtollException.class, e -> assertThat(e.fault()).isEqualTo(Fault.TIMEOUT));
      hanging.countDown();
      threads.shutdown();
      assertThat(threads.awaitTermination(20, TimeUnit.SECONDS)).isTrue();
      assertThat(disk.openFiles()).isZero();
    } finally {
      hanging.countDown();
      threads.shutdown();
    }
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Test
  void anInterruptedVacuumIsFinishedOrUndoneAtStart() {
    SimDisk disk = new SimDisk();
    try (RecordingEvents events = new RecordingEvents();
        StoreFixture fixture = new StoreFixture(disk, events)) {
      Store store = fixture.open(directory("/a"));
      for (int id = 1; id <= 4; id++) {
        StoreFixture.write(store.create(name(id), StoreFixture.FRESH, ""), "body " + id);
      }
      StoreFixture.close(store);
      // 1 as a kill after the marker leaves it, with what is 4 as its new self; 2 before it.
      copy(disk, "/a/4.dat", "/a/1.cpd");
      copy(disk, "/a/4.idx", "/a/1.cpx");
      copy(disk, "/a/3.dat", "/a/2.cpd");
      disk.open(Path.of("/a/1.cpc"), OpenMode.CREATE).close();

      Store again = fixture.open(directory("/a"));
      assertThat(StoreFixture.read(again, 1)).isEqualTo("body 4");
      assertThat(StoreFixture.read(again, 2)).isEqualTo("body 2");
      assertThat(disk.list(Path.of("/a")))
          .extracting(entry -> entry.name())
          .noneMatch(file -> file.contains(".cp"));
      assertThat(events.of("vacuum.recovered")).hasSize(2);
      StoreFixture.close(again);
    }
  }

  private static void copy(SimDisk disk, String from, String to) {
    try (var source = disk.open(Path.of(from), OpenMode.READ);
        var target = disk.open(Path.of(to), OpenMode.CREATE_NEW)) {
      source.copyTo(target, 0, source.size(), 0);
    }
  }

  @Test
  void aVolumeInRemoteStorageIsReportedWithItsPlaceThere() {
    SimDisk disk = new SimDisk();
    RemoteFile remote = new RemoteFile("s3", "default", "a/key", 0, 100, 1, ".dat");
    try (StoreFixture fixture = new StoreFixture(disk, Events.NONE)) {
      Store store = fixture.open(directory("/a"));
      Volume volume = store.create(name(1), StoreFixture.FRESH, "");
      StoreFixture.write(volume, "here too");
      volume.exclusively(change -> change.changeInfo(info -> info.withFiles(List.of(remote))));
      VolumeReport.Disk expected = new VolumeReport.Disk("", 0, "s3.default", "a/key");
      assertThat(store.inventory().volumes().getFirst().disk()).isEqualTo(expected);
      StoreFixture.close(store);

      Store again = fixture.open(directory("/a"));
      assertThat(again.inventory().volumes().getFirst().disk()).isEqualTo(expected);
      assertThat(again.inventory().volumes().getFirst().readOnly()).isTrue();
      assertThat(again.find(id(1)).orElseThrow().state().takesDeletes()).isTrue();
      assertThat(StoreFixture.read(again, 1)).isEqualTo("here too");
      disk.rename(Path.of("/a/1.dat"), Path.of("/a/elsewhere"));
      again.checkFiles();
      assertThat(reported(again)).as("its data need not be here").containsExactly("1");
      StoreFixture.close(again);
    }
  }

  @Test
  void whatEncodingLeftOfAVolumeGoesAtStartUnlessItsInfoCannotBeRead() {
    SimDisk real = new SimDisk();
    FaultyDisk disk = new FaultyDisk(real, new SeededRandomness(1), _ -> {});
    try (RecordingEvents events = new RecordingEvents().expect("store.volume.failed");
        StoreFixture fixture = new StoreFixture(disk, events)) {
      Store store = fixture.open(directory("/a"));
      for (int id = 1; id <= 4; id++) {
        store.create(name(id), StoreFixture.FRESH, "");
      }
      StoreFixture.write(store.find(id(3)).orElseThrow(), "served");
      StoreFixture.close(store);
      for (int id : new int[] {1, 2, 3}) {
        real.delete(Path.of("/a/" + id + ".vif"));
        try (DiskFile info = real.open(Path.of("/a/" + id + ".vif"), OpenMode.CREATE_NEW)) {
          byte[] text =
              "{\"version\":3,\"ecShardConfig\":{\"dataShards\":10,\"parityShards\":4}}"
                  .getBytes(StandardCharsets.UTF_8);
          info.append(ByteBuffer.allocateDirect(text.length).put(text).flip());
        }
      }
      real.open(Path.of("/a/1.sdx"), OpenMode.CREATE_NEW).close();
      disk.add(FaultRule.of(new Misdeed.Fail(Fault.IO), DiskOperation.OPEN).at("/a/2.vif"));

      Store again = fixture.open(directory("/a"));
      assertThat(reported(again)).containsExactly("3", "4");
      assertThat(StoreFixture.read(again, 3)).isEqualTo("served");
      assertThat(events.of("store.remainder.removed")).hasSize(1);
      assertThat(events.of("store.volume.failed")).hasSize(1);
      StoreFixture.close(again);
      assertThat(real.list(Path.of("/a")))
          .extracting(entry -> entry.name())
          .contains("1.vif", "2.dat", "2.idx", "2.vif", "3.dat", "4.dat")
          .doesNotContain("1.dat", "1.idx", "1.sdx");
    }
  }

  @Test
  void theInventoryTellsOfDirectoriesAndTheHighestId() {
    SimDisk disk = new SimDisk();
    try (StoreFixture fixture = new StoreFixture(disk, Events.NONE)) {
      disk.createDirectories(Path.of("/a"));
      for (int shard = 0; shard < 12; shard++) {
        disk.open(Path.of("/a/9.ec%02d".formatted(shard)), OpenMode.CREATE).close();
      }
      Store store = fixture.open(withIndex("/a", "/index"), directory("/b", "ssd", 3));
      StoreFixture.write(store.create(name(1), StoreFixture.FRESH, ""), "body");
      StoreInventory inventory = store.inventory();
      assertThat(inventory.highestId()).isEqualTo(StoreFixture.KEY.id().value());
      assertThat(inventory.directories())
          .extracting(StoreInventory.DirectoryReport::tags)
          .containsExactly(List.of("fast"), List.of());
      assertThat(inventory.directories())
          .extracting(StoreInventory.DirectoryReport::id)
          .doesNotHaveDuplicates()
          .hasOnlyElementsOfType(DirectoryId.class);
      assertThat(inventory.directories())
          .extracting(StoreInventory.DirectoryReport::volumesMax)
          .containsExactly(8, 3);
      assertThat(store.directories().getFirst().shards()).isEqualTo(12);
      assertThat(store.directoryForCopy("ssd", 10).orElseThrow().number()).isEqualTo(1);
      assertThat(store.directoryForCopy("ssd", Long.MAX_VALUE)).isEmpty();
      StoreFixture.close(store);
    }
  }
}
