package atoll.volume.vacuum;

import static org.assertj.core.api.Assertions.assertThat;

import atoll.volume.vacuum.VacuumRecovery.Remains;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Every combination of files, against what must hold of the decision whatever the table says.
class VacuumRecoveryTest {

  static List<Remains> all() {
    List<Remains> all = new ArrayList<>();
    for (int bits = 0; bits < 32; bits++) {
      all.add(
          new Remains(
              (bits & 1) != 0,
              (bits & 2) != 0,
              (bits & 4) != 0,
              (bits & 8) != 0,
              (bits & 16) != 0));
    }
    return all;
  }

  private static Remains after(Remains before, VacuumRecovery recovery) {
    return switch (recovery) {
      case VacuumRecovery.Nothing _, VacuumRecovery.Leave _ -> before;
      case VacuumRecovery.Discard _ ->
          new Remains(before.marker(), false, false, before.data(), before.index());
      case VacuumRecovery.Finish(boolean data, boolean index) ->
          new Remains(false, false, false, before.data() || data, before.index() || index);
    };
  }

  @ParameterizedTest
  @MethodSource("all")
  void oneRecoveryIsEnough(Remains remains) {
    VacuumRecovery recovery = VacuumRecovery.decide(remains);
    VacuumRecovery again = VacuumRecovery.decide(after(remains, recovery));

    assertThat(again)
        .isInstanceOfAny(VacuumRecovery.Nothing.class, VacuumRecovery.Leave.class)
        .satisfies(second ->
            assertThat(second instanceof VacuumRecovery.Leave)
                .isEqualTo(recovery instanceof VacuumRecovery.Leave));
  }

  @ParameterizedTest
  @MethodSource("all")
  void newFilesTakeTheirPlaceExactlyBehindAMarker(Remains remains) {
    VacuumRecovery recovery = VacuumRecovery.decide(remains);

    if (recovery instanceof VacuumRecovery.Finish(boolean data, boolean index)) {
      assertThat(remains.marker()).isTrue();
      assertThat(data).isEqualTo(remains.compactedData());
      assertThat(index).isEqualTo(remains.compactedIndex());
    } else {
      boolean newOnes = remains.compactedData() || remains.data();
      assertThat(remains.marker() && newOnes).isFalse();
    }
  }

  @ParameterizedTest
  @MethodSource("all")
  void nothingIsDiscardedButBesideAWholeOldFile(Remains remains) {
    if (VacuumRecovery.decide(remains) instanceof VacuumRecovery.Discard(var data, var index)) {
      assertThat(remains.data()).isTrue();
      assertThat(remains.marker()).isFalse();
      assertThat(data).isEqualTo(remains.compactedData());
      assertThat(index).isEqualTo(remains.compactedIndex());
    }
  }

  @ParameterizedTest
  @MethodSource("all")
  void anInterruptedRecoveryIsTakenUpAgain(Remains remains) {
    if (VacuumRecovery.decide(remains) instanceof VacuumRecovery.Finish(var data, var index)) {
      // After either rename alone, as a loss of power may leave it.
      if (data) {
        Remains halfway = new Remains(true, false, remains.compactedIndex(), true, remains.index());
        assertThat(VacuumRecovery.decide(halfway))
            .isEqualTo(new VacuumRecovery.Finish(false, index));
      }
      if (index) {
        Remains halfway = new Remains(true, remains.compactedData(), false, remains.data(), true);
        assertThat(VacuumRecovery.decide(halfway))
            .isEqualTo(new VacuumRecovery.Finish(data, false));
      }
    }
  }

  @Test
  void allCombinationsAreTried() {
    assertThat(all()).hasSize(32).doesNotHaveDuplicates();
    assertThat(all().stream().map(r -> VacuumRecovery.decide(r).getClass()).distinct()).hasSize(4);
  }
}
