package atoll.volume.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import atoll.kit.AtollException;
import atoll.kit.Fault;
import atoll.kit.disk.Disk;
import atoll.kit.disk.DiskEntry;
import atoll.kit.disk.DiskFile;
import atoll.kit.disk.OpenMode;
import atoll.kit.event.Events;
import atoll.sim.RecordingEvents;
import atoll.sim.disk.CrashPoints;
import atoll.sim.disk.CrashReport;
import atoll.sim.disk.SimDisk;
import atoll.volume.Volume;
import atoll.volume.files.VolumeFile;
import atoll.volume.files.VolumeName;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// Volumes that arrive from elsewhere: whole, given up, and cut off by a crash.
class ArrivalTest {

  private static final VolumeName NAME = StoreFixture.name("c", 3);
  private static final List<VolumeFile> FILES =
      List.of(VolumeFile.DATA, VolumeFile.INDEX, VolumeFile.INFO);

  private final SimDisk elsewhere = new SimDisk();
  private final RecordingEvents events = new RecordingEvents();

  /// A volume with one needle on another machine.
  private void makeSource() {
    try (StoreFixture fixture = new StoreFixture(elsewhere, Events.NONE)) {
      Store store = fixture.open(StoreFixture.directory("/from"));
      StoreFixture.write(store.create(NAME, StoreFixture.FRESH, ""), "cargo");
      StoreFixture.close(store);
    }
  }

  private void pour(Arrival arrival) {
    for (VolumeFile which : FILES) {
      try (DiskFile from =
          elsewhere.open(Path.of("/from").resolve(which.of(NAME)), OpenMode.READ)) {
        ByteBuffer bytes = ByteBuffer.allocateDirect((int) from.size());
        from.readAt(0, bytes);
        DiskFile to = arrival.file(which);
        int half = bytes.position() / 2;
        to.append(bytes.duplicate().flip().limit(half));
        to.append(bytes.duplicate().flip().position(half));
      }
    }
  }

  private static List<String> files(Disk disk) {
    return disk.list(Path.of("/to")).stream()
        .map(DiskEntry::name)
        .filter(name -> name.startsWith("c_3"))
        .toList();
  }

  private static Store open(StoreFixture fixture) {
    return fixture.open(StoreFixture.directory("/to"));
  }

  @Test
  void anArrivalIsServedOnceItIsWhole() {
    makeSource();
    SimDisk disk = new SimDisk();
    try (StoreFixture fixture = new StoreFixture(disk, events)) {
      Store store = open(fixture);
      try (Arrival arrival = store.receive(NAME, "", 100)) {
        pour(arrival);
        assertThat(files(disk)).containsExactly("c_3.dat", "c_3.idx", "c_3.note", "c_3.vif");
        assertThat(store.find(NAME.id())).isEmpty();

        Volume volume = arrival.finish(Map.of());

        assertThat(store.find(NAME.id())).contains(volume);
      }
      assertThat(StoreFixture.read(store, 3)).isEqualTo("cargo");
      assertThat(files(disk)).containsExactly("c_3.dat", "c_3.idx", "c_3.vif");
      StoreFixture.close(store);
    }
  }

  @Test
  void anArrivalThatIsGivenUpLeavesNothing() {
    makeSource();
    SimDisk disk = new SimDisk();
    try (StoreFixture fixture = new StoreFixture(disk, events)) {
      Store store = open(fixture);

      try (Arrival arrival = store.receive(NAME, "", 100)) {
        pour(arrival);
      }

      assertThat(files(disk)).isEmpty();
      assertThat(disk.openFiles()).isZero();
      store.create(NAME, StoreFixture.FRESH, "");
      StoreFixture.close(store);
    }
  }

  @Test
  void nobodyElseTakesTheIdMeanwhile() {
    try (StoreFixture fixture = new StoreFixture(new SimDisk(), events)) {
      Store store = open(fixture);
      try (Arrival _ = store.receive(NAME, "", 100)) {
        refused(() -> store.create(NAME, StoreFixture.FRESH, ""), Fault.BUSY);
        refused(() -> store.receive(NAME, "", 100), Fault.BUSY);
        refused(() -> store.mount(NAME.id()), Fault.BUSY);
      }
      store.create(NAME, StoreFixture.FRESH, "");
      refused(() -> store.receive(NAME, "", 100), Fault.CONFLICT);
      refused(() -> store.receive(StoreFixture.name(4), "ssd", 100), Fault.NO_SPACE);
      refused(() -> store.receive(StoreFixture.name(4), "", 1L << 60), Fault.NO_SPACE);
      StoreFixture.close(store);
    }
  }

  private static void refused(Runnable call, Fault fault) {
    assertThatThrownBy(call::run)
        .isInstanceOfSatisfying(AtollException.class, e -> assertThat(e.fault()).isEqualTo(fault));
  }

  @Test
  @Tag("simulation")
  void aCrashLeavesTheWholeVolumeOrNothing() throws Exception {
    makeSource();
    SimDisk ready = new SimDisk();
    try (StoreFixture fixture = new StoreFixture(ready, Events.NONE)) {
      StoreFixture.close(open(fixture));
    }
    CrashReport report =
        CrashPoints.of(
                "arrival",
                1,
                _ -> new AtomicBoolean(),
                (disk, finished) -> {
                  try (StoreFixture fixture = new StoreFixture(disk, Events.NONE)) {
                    Store store = open(fixture);
                    try (Arrival arrival = store.receive(NAME, "", 100)) {
                      pour(arrival);
                      arrival.finish(Map.of());
                      finished.set(true);
                    }
                    StoreFixture.close(store);
                  }
                },
                ArrivalTest::judge)
            .on(ready::fork)
            .run();

    assertThat(report.requireNoFailure().crashes()).isGreaterThan(30);
  }

  private static void judge(SimDisk found, AtomicBoolean finished) {
    try (StoreFixture fixture = new StoreFixture(found, Events.NONE)) {
      Store store = open(fixture);
      if (store.find(NAME.id()).isPresent()) {
        assertThat(StoreFixture.read(store, 3)).isEqualTo("cargo");
      } else {
        assertThat(finished).isFalse();
        assertThat(files(found)).isEmpty();
      }
      StoreFixture.close(store);
    }
  }
}
