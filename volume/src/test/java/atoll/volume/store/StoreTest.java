package atoll.volume.store;

import static atoll.volume.store.StoreFixture.directory;
import static atoll.volume.store.StoreFixture.id;
import static atoll.volume.store.StoreFixture.name;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import atoll.kit.AtollException;
import atoll.kit.Fault;
import atoll.kit.disk.Disk;
import atoll.kit.disk.OpenMode;
import atoll.kit.event.Events;
import atoll.kit.real.RealDisk;
import atoll.sim.RecordingEvents;
import atoll.sim.SeededRandomness;
import atoll.sim.Seeds;
import atoll.sim.SimClock;
import atoll.sim.disk.CrashPoints;
import atoll.sim.disk.CrashReport;
import atoll.sim.disk.DiskOperation;
import atoll.sim.disk.FaultRule;
import atoll.sim.disk.FaultyDisk;
import atoll.sim.disk.Misdeed;
import atoll.sim.disk.SimDisk;
import atoll.volume.Volume;
import atoll.volume.VolumePaths;
import atoll.volume.WriteResult;
import atoll.volume.index.OffsetWidth;
import atoll.volume.report.VolumeReport;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StoreTest {

  private static final EndResult ENDED = new EndResult.Ended();

  private static EndResult delete(Store store, int id, boolean onlyEmpty) {
    return StoreFixture.<EndResult>answer(done -> store.delete(id(id), onlyEmpty, done));
  }

  private static EndResult unmount(Store store, int id) {
    return StoreFixture.<EndResult>answer(done -> store.unmount(id(id), done));
  }

  private static void touch(Disk disk, String path) {
    disk.open(Path.of(path), OpenMode.CREATE).close();
  }

  @Test
  void volumesAreMadeServedAndLoadedAgainOnARealDisk(@TempDir Path temp) {
    RealDisk disk = new RealDisk(Events.NONE);
    String one = temp.resolve("one").toString();
    String two = temp.resolve("two").toString();
    ExecutorService threads = Executors.newFixedThreadPool(3);
    try (RecordingEvents events = new RecordingEvents();
        StoreFixture fixture = new StoreFixture(disk, events, threads)) {
      Store store = fixture.open(directory(one), directory(two));
      for (int id = 1; id <= 12; id++) {
        Volume volume = store.create(name(id), StoreFixture.FRESH, "hdd");
        assertThat(StoreFixture.writeAndWait(volume, "body " + id))
            .isInstanceOf(WriteResult.Written.class);
        assertThat(store.directoryOf(id(id)).orElseThrow().number()).isEqualTo((id - 1) % 2);
      }
      var ids = store.directories().stream().map(StoreDirectory::id).toList();
      StoreFixture.closeAndWait(store);
      assertThat(store.find(id(1))).isEmpty();

      Store again = fixture.open(directory(one), directory(two));
      assertThat(again.directories().stream().map(StoreDirectory::id).toList()).isEqualTo(ids);
      for (int id = 1; id <= 12; id++) {
        assertThat(StoreFixture.read(again, id)).isEqualTo("body " + id);
      }
      StoreFixture.closeAndWait(again);
    } finally {
      threads.shutdown();
    }
  }

  @Test
  void oneBadDirectoryAndOneBadVolumeDoNotStopTheOthers() {
    FaultyDisk disk = new FaultyDisk(new SimDisk(), new SeededRandomness(1), _ -> {});
    try (RecordingEvents events =
            new RecordingEvents().expect("store.directory.failed").expect("store.volume.failed");
        StoreFixture fixture = new StoreFixture(disk, events)) {
      Store store = fixture.open(directory("/a"), directory("/b"), directory("/c"));
      for (int id = 1; id <= 6; id++) {
        StoreFixture.write(store.create(name(id), StoreFixture.FRESH, ""), "body " + id);
      }
      StoreFixture.close(store);
      Misdeed broken = new Misdeed.Fail(Fault.IO);
      disk.add(FaultRule.of(broken, DiskOperation.LIST).at("/a"));
      disk.add(FaultRule.of(broken, DiskOperation.OPEN).at("/b/2.dat"));

      Store again = fixture.open(directory("/a"), directory("/b"), directory("/c"));
      assertThat(again.directories()).extracting(StoreDirectory::number).containsExactly(1, 2);
      assertThat(again.inventory().volumes())
          .extracting(report -> report.name().toString())
          .containsExactly("3", "5", "6");
      assertThat(again.inventory().volumes())
          .extracting(report -> report.disk().number())
          .containsExactly(2, 1, 2);
      assertThat(events.of("store.directory.failed")).hasSize(1);
      assertThat(events.of("store.volume.failed")).hasSize(1);
      StoreFixture.close(again);
    }
  }

  @Test
  void halfCopiesGoAndDuplicatesAndSpoolsAreSeenTo() {
    SimDisk disk = new SimDisk();
    try (RecordingEvents events = new RecordingEvents();
        StoreFixture fixture = new StoreFixture(disk, events)) {
      Store first = fixture.open(directory("/a"));
      StoreFixture.write(first.create(name(7), StoreFixture.FRESH, ""), "first");
      first.create(name(8), StoreFixture.FRESH, "");
      StoreFixture.close(first);
      Store second = fixture.open(directory("/b"));
      StoreFixture.write(second.create(name("c", 7), StoreFixture.FRESH, ""), "second");
      second.create(name(10), StoreFixture.FRESH, "");
      Volume wide =
          Volume.create(
              fixture.environment,
              new VolumePaths(Path.of("/b"), name(9)),
              StoreFixture.FRESH,
              OffsetWidth.FIVE);
      wide.close(() -> {});
      StoreFixture.close(second);
      touch(disk, "/a/8.note");
      touch(disk, "/a/spool-3.part");

      Store store = fixture.open(directory("/a"), directory("/b"));
      assertThat(StoreFixture.read(store, 7)).isEqualTo("first");
      assertThat(events.of("store.volume.left")).hasSize(1);
      assertThat(events.of("store.widths.mixed")).hasSize(1);
      assertThat(events.of("store.half.removed")).hasSize(1);
      assertThat(disk.list(Path.of("/a")))
          .extracting(entry -> entry.name())
          .containsExactlyInAnyOrder("7.dat", "7.idx", "7.vif", "atoll.lock", "vol_dir.uuid");
      assertThat(disk.find(Path.of("/b/c_7.dat"))).isPresent();
      StoreFixture.close(store);
    }
  }

  @Test
  void anEmptyDirectoryIdIsMadeAnew() {
    SimDisk disk = new SimDisk();
    disk.createDirectories(Path.of("/a"));
    touch(disk, "/a/vol_dir.uuid");
    try (StoreFixture fixture = new StoreFixture(disk, Events.NONE)) {
      Store first = fixture.open(directory("/a"));
      String made = first.directories().getFirst().id().text();
      assertThat(made).hasSize(36);
      StoreFixture.close(first);
      Store second = fixture.open(directory("/a"));
      assertThat(second.directories().getFirst().id().text()).isEqualTo(made);
      StoreFixture.close(second);
    }
  }

  @Test
  void volumesAreUnmountedMountedAndDeleted() {
    SimDisk disk = new SimDisk();
    try (StoreFixture fixture = new StoreFixture(disk, Events.NONE)) {
      Store store = fixture.open(directory("/a"));
      Volume volume = store.create(name(7), StoreFixture.FRESH, "");
      StoreFixture.write(volume, "kept");
      assertThatThrownBy(() -> store.create(name("c", 7), StoreFixture.FRESH, ""))
          .hasMessageContaining("already exists");
      assertThat(unmount(store, 7)).isEqualTo(ENDED);
      assertThat(unmount(store, 7)).isEqualTo(new EndResult.Absent());
      assertThatThrownBy(() -> store.create(name(7), StoreFixture.FRESH, ""))
          .hasMessageContaining("/a/7.dat");
      assertThat(store.mount(id(7))).isSameAs(store.mount(id(7)));
      assertThat(StoreFixture.read(store, 7)).isEqualTo("kept");
      assertThatThrownBy(() -> store.mount(id(8))).hasMessageContaining("not found on disk");

      assertThat(delete(store, 7, true))
          .isEqualTo(new EndResult.Refused(Fault.CONFLICT, "volume 7: volume not empty"));
      assertThat(StoreFixture.read(store, 7)).isEqualTo("kept");
      store.create(name("c", 8), StoreFixture.FRESH, "");
      assertThat(delete(store, 8, true)).isEqualTo(ENDED);
      assertThat(delete(store, 7, false)).isEqualTo(ENDED);
      assertThat(disk.list(Path.of("/a")))
          .extracting(entry -> entry.name())
          .containsExactly("atoll.lock", "vol_dir.uuid");

      store.create(name("c", 8), StoreFixture.FRESH, "");
      store.create(name("c", 9), StoreFixture.FRESH, "");
      store.create(name(10), StoreFixture.FRESH, "");
      assertThat(StoreFixture.<List<EndResult>>answer(done -> store.deleteCollection("c", done)))
          .containsExactly(ENDED, ENDED);
      assertThat(store.inventory().volumes()).hasSize(1);
      StoreFixture.close(store);
      assertThat(disk.openFiles()).isZero();
    }
  }

  @Test
  void limitsTypesAndSpaceDecideWhereVolumesGo() {
    SimDisk disk = new SimDisk(new SimClock(), 1_000_000, 100);
    try (RecordingEvents events = new RecordingEvents();
        StoreFixture fixture = new StoreFixture(disk, events)) {
      Store store = fixture.open(directory("/a", "", 1), directory("/b", "SSD", 0));
      store.create(name(1), StoreFixture.FRESH, "");
      assertThatThrownBy(() -> store.create(name(2), StoreFixture.FRESH, ""))
          .isInstanceOf(AtollException.class)
          .hasMessageStartingWith("No more free space left");
      Volume fast = store.create(name(2), StoreFixture.FRESH, "ssd");
      assertThat(store.inventory().volumesMax()).isEqualTo(Map.of("", 1, "ssd", 0));
      store.setQuota(new VolumeQuota(100_000, true));
      assertThat(store.inventory().volumesMax().get("ssd")).isBetween(9, 11);
      int preallocated = store.volumesMax(store.directories().get(1));
      store.setQuota(new VolumeQuota(100_000, false));
      assertThat(store.volumesMax(store.directories().get(1))).isEqualTo(preallocated - 1);

      try (var filler = disk.open(Path.of("/filler"), OpenMode.CREATE)) {
        int room = (int) disk.space(Path.of("/a")).usableBytes();
        filler.append(ByteBuffer.allocateDirect(room - 20_000));
        store.checkSpace();
        assertThat(fast.state().takesWrites()).isTrue();
        filler.append(ByteBuffer.allocateDirect(14_000));
      }
      store.checkSpace();
      assertThat(fast.state().takesWrites()).isFalse();
      assertThat(fast.state().takesDeletes()).isTrue();
      assertThat(store.inventory().volumesMax()).isEqualTo(Map.of("", 1, "ssd", 1));
      assertThat(store.inventory().volumes()).allMatch(VolumeReport::readOnly);
      assertThatThrownBy(() -> store.create(name(3), StoreFixture.FRESH, "ssd"))
          .hasMessageStartingWith("No more free space left");
      disk.delete(Path.of("/filler"));
      store.checkSpace();
      assertThat(fast.state().takesWrites()).isTrue();
      assertThat(events.of("store.space.low")).hasSize(2);
      assertThat(events.of("store.space.enough")).hasSize(2);
      StoreFixture.close(store);
    }
  }

  @Test
  void theInventoryIsThatOfTheVolumes() {
    try (StoreFixture fixture = new StoreFixture(new SimDisk(), Events.NONE)) {
      Store store = fixture.open(directory("/a", "ssd", 8));
      assertThat(store.inventory().digest()).isZero();
      Volume volume = store.create(name("c", 42), StoreFixture.FRESH, "ssd");
      StoreFixture.write(volume, "one");
      StoreFixture.write(volume, "another");
      VolumeReport expected =
          new VolumeReport(
              name("c", 42),
              volume.status().dataBytes(),
              new VolumeReport.Counts(2, 1, volume.status().counters().deletedBytes()),
              false,
              new VolumeReport.Layout(
                  StoreFixture.FRESH.placement(),
                  StoreFixture.FRESH.ttl(),
                  StoreFixture.FRESH.version(),
                  StoreFixture.FRESH.revision()),
              volume.status().lastModifiedSeconds(),
              new VolumeReport.Disk("ssd", 0));
      assertThat(store.inventory().volumes()).containsExactly(expected);
      assertThat(store.inventory().digest()).isEqualTo(expected.hash());
      StoreFixture.close(store);
    }
  }

  /// How far a volume's life has come.
  private static final class Life {
    private boolean written;
    private boolean deleting;
    private boolean deleted;
  }

  @Test
  @Tag("simulation")
  void aCrashLeavesAVolumeWholeOrGone() {
    Seeds.check(
        2,
        seed -> {
          CrashReport report =
              CrashPoints.of("store", seed, _ -> new Life(), StoreTest::live, StoreTest::judge)
                  .operationsMax(10_000)
                  .run();
          System.out.println(report);
          report.requireNoFailure();
        });
  }

  private static void live(SimDisk disk, Life life) {
    try (StoreFixture fixture = new StoreFixture(disk, Events.NONE)) {
      Store store = fixture.open(directory("/a"));
      Volume volume = store.create(name(7), StoreFixture.FRESH, "");
      life.written = StoreFixture.write(volume, "kept") instanceof WriteResult.Written;
      life.deleting = true;
      assertThat(delete(store, 7, false)).isEqualTo(ENDED);
      life.deleted = true;
    }
  }

  private static void judge(SimDisk found, Life life) {
    try (RecordingEvents events = new RecordingEvents();
        StoreFixture fixture = new StoreFixture(found, events)) {
      Store store = fixture.open(directory("/a"));
      boolean there = store.find(id(7)).isPresent();
      if (life.written && !life.deleting) {
        assertThat(there).isTrue();
      }
      if (life.deleted) {
        assertThat(there).isFalse();
      }
      if (there && life.written) {
        assertThat(StoreFixture.read(store, 7)).isEqualTo("kept");
      }
      if (!there) {
        assertThat(found.find(Path.of("/a/7.dat"))).isEmpty();
        Volume fresh = store.create(name(7), StoreFixture.FRESH, "");
        StoreFixture.write(fresh, "anew");
        assertThat(StoreFixture.read(store, 7)).isEqualTo("anew");
      }
      StoreFixture.close(store);
      assertThat(found.openFiles()).isZero();
    }
  }
}
