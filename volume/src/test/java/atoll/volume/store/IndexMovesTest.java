package atoll.volume.store;

import static atoll.volume.store.StoreFixture.id;
import static atoll.volume.store.StoreFixture.name;
import static org.assertj.core.api.Assertions.assertThat;

import atoll.kit.Fault;
import atoll.kit.event.Events;
import atoll.sim.disk.SimDisk;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;

class IndexMovesTest {

  private static final Path BESIDE = Path.of("/a/7.idx");
  private static final Path HOME = Path.of("/index/7.idx");

  private static DirectorySettings settings() {
    return new DirectorySettings(Path.of("/a"), Path.of("/index"), "", 8, SpaceFloor.parse("1"));
  }

  private static EndResult move(Store store, int id) {
    return move(store, id, () -> false);
  }

  private static EndResult move(Store store, int id, BooleanSupplier stop) {
    return StoreFixture.<EndResult>answer(done -> store.consolidateIndex(id(id), stop, done));
  }

  /// Makes volume 7, unmounted, with its index beside its data.
  private static void leaveBeside(SimDisk disk, Store store) {
    StoreFixture.write(store.create(name(7), StoreFixture.FRESH, ""), "kept");
    StoreFixture.<EndResult>answer(done -> store.unmount(id(7), done));
    disk.rename(HOME, BESIDE);
  }

  @Test
  void anIndexBesideItsDataMovesHomeAndTheVolumeIsServedOn() {
    SimDisk disk = new SimDisk();
    try (StoreFixture fixture = new StoreFixture(disk, Events.NONE)) {
      Store store = fixture.open(settings());
      leaveBeside(disk, store);
      assertThat(store.mount(id(7)).paths().index()).isEqualTo(BESIDE);

      assertThat(move(store, 7)).isEqualTo(new EndResult.Ended());
      assertThat(disk.find(BESIDE)).isEmpty();
      assertThat(disk.find(HOME)).isPresent();
      assertThat(StoreFixture.read(store, 7)).isEqualTo("kept");
      assertThat(store.find(id(7)).orElseThrow().paths().index()).isEqualTo(HOME);

      assertThat(move(store, 7)).isEqualTo(new EndResult.Ended());
      assertThat(move(store, 9)).isEqualTo(new EndResult.Absent());
      StoreFixture.close(store);
    }
  }

  @Test
  void anIndexThatCannotMoveStaysAndTheVolumeIsServedOn() {
    SimDisk disk = new SimDisk();
    try (StoreFixture fixture = new StoreFixture(disk, Events.NONE)) {
      Store store = fixture.open(settings());
      leaveBeside(disk, store);
      store.mount(id(7));
      // A directory has taken the name, which is not deleted while something is in it.
      disk.createDirectories(Path.of("/index/7.idx.tmp/x"));

      assertThat(move(store, 7)).isInstanceOf(EndResult.Refused.class);
      assertThat(disk.find(BESIDE)).isPresent();
      assertThat(StoreFixture.read(store, 7)).isEqualTo("kept");
      StoreFixture.close(store);
    }
  }

  @Test
  void whoeverGivesItUpLeavesTheIndexWhereItIs() {
    SimDisk disk = new SimDisk();
    try (StoreFixture fixture = new StoreFixture(disk, Events.NONE)) {
      Store store = fixture.open(settings());
      leaveBeside(disk, store);
      store.mount(id(7));

      assertThat(move(store, 7, () -> true))
          .isEqualTo(
              new EndResult.Refused(
                  Fault.CANCELLED, "moving /a/7.idx was given up: it stays where it is"));
      assertThat(disk.list(Path.of("/index"))).isEmpty();
      assertThat(StoreFixture.read(store, 7)).isEqualTo("kept");
      StoreFixture.close(store);
    }
  }

  @Test
  void oneMoveOfAVolumeRunsAtATime() {
    SimDisk disk = new SimDisk();
    try (StoreFixture fixture = new StoreFixture(disk, Events.NONE)) {
      Store store = fixture.open(settings());
      leaveBeside(disk, store);
      store.mount(id(7));
      List<EndResult> second = new ArrayList<>();

      EndResult first =
          move(
              store,
              7,
              () -> {
                second.add(move(store, 7));
                return false;
              });

      assertThat(first).isEqualTo(new EndResult.Ended());
      assertThat(second)
          .containsOnly(
              new EndResult.Refused(Fault.BUSY, "the index of volume 7 is being moved already"));
      assertThat(StoreFixture.read(store, 7)).isEqualTo("kept");
      StoreFixture.close(store);
    }
  }
}
