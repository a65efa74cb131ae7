package atoll.volume.vacuum;

import static org.assertj.core.api.Assertions.assertThat;

import atoll.kit.Fault;
import atoll.volume.Restriction;
import atoll.volume.VolumeCounters;
import atoll.volume.VolumeState;
import atoll.volume.index.NeedleLocation;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class VacuumPlanTest {

  private static final VolumeState WRITABLE = new VolumeState.Writable();

  private static VacuumPlan plan(VolumeState state, boolean committed, long free) {
    return VacuumPlan.decide(
        new VacuumFacts(state, committed, 500, 1000, 100, 10, free, free, true));
  }

  private static Fault refusal(VacuumPlan plan) {
    assertThat(plan).isInstanceOf(VacuumPlan.Refused.class);
    return ((VacuumPlan.Refused) plan).fault();
  }

  @Test
  void aWritableVolumeWithRoomIsCompacted() {
    assertThat(plan(WRITABLE, false, 110)).isEqualTo(new VacuumPlan.Compact());
    assertThat(refusal(plan(WRITABLE, false, 109))).isEqualTo(Fault.NO_SPACE);
    assertThat(refusal(plan(WRITABLE, true, 110))).isEqualTo(Fault.CONFLICT);
    assertThat(refusal(plan(new VolumeState.Closed(), false, 110))).isEqualTo(Fault.CLOSED);
  }

  @Test
  void bothDirectoriesNeedRoom() {
    VacuumFacts facts = new VacuumFacts(WRITABLE, false, 500, 1000, 100, 10, 100, 9, false);

    assertThat(VacuumPlan.decide(facts)).asString().contains("10 bytes needed in the index");
  }

  @Test
  void aFileLongerThanItsIndexCanSayIsLeftAlone() {
    VacuumFacts facts = new VacuumFacts(WRITABLE, false, 1001, 1000, 1, 1, 100, 100, true);

    assertThat(refusal(VacuumPlan.decide(facts))).isEqualTo(Fault.UNSUPPORTED);
  }

  @ParameterizedTest
  @EnumSource(Restriction.class)
  void whatIsOnlyMarkedOrShortOfSpaceMayBeCompacted(Restriction restriction) {
    boolean compacts =
        plan(VolumeState.of(Set.of(restriction)), false, 110) instanceof VacuumPlan.Compact;

    assertThat(compacts)
        .isEqualTo(
            switch (restriction) {
              case MARKED, MARKED_DELETES_PASS, LOW_SPACE -> true;
              case REMOTE, NOT_WRITABLE, DAMAGED, WRITE_FAILED, SYNC_FAILED, READS_FAILED -> false;
            });
  }

  @Test
  void aRecordIsKeptWhereTheMapPointsToIt() {
    NeedleLocation here = new NeedleLocation(80, 5);

    assertThat(RecordFate.of(80, 5, here, null)).isEqualTo(RecordFate.KEEP);
    assertThat(RecordFate.of(8, 5, here, null)).isEqualTo(RecordFate.DROP);
    assertThat(RecordFate.of(80, 5, null, null)).isEqualTo(RecordFate.DROP);
    assertThat(RecordFate.of(80, 5, new NeedleLocation(80, -5), null)).isEqualTo(RecordFate.DROP);
  }

  @Test
  void aTombstoneIsKeptForWhatWasCopiedBefore() {
    NeedleLocation deleted = new NeedleLocation(80, -5);
    NeedleLocation copied = new NeedleLocation(16, 5);

    assertThat(RecordFate.of(160, 0, deleted, copied)).isEqualTo(RecordFate.DELETES);
    assertThat(RecordFate.of(160, 0, deleted, new NeedleLocation(16, -5)))
        .isEqualTo(RecordFate.DROP);
    assertThat(RecordFate.of(160, 7, deleted, copied)).isEqualTo(RecordFate.DROP);
  }

  /// The figures follow from what the Go server does with them.
  @ParameterizedTest
  @CsvSource({
    "0, 0, 0, 8, 0",
    "1000, 0, 0, 1500, 0",
    "1000, 2, 250, 1500, 0.25",
    "1000, 2, 0, 1608, 0.373134328358209",
  })
  void garbageIsMeasuredAsByTheGoServer(
      long content, long deletedCount, long deletedBytes, long dataBytes, double ratio) {
    VolumeCounters counters = new VolumeCounters(10, content, deletedCount, deletedBytes, 10);

    assertThat(GarbageRatio.of(counters, dataBytes)).isEqualTo(ratio);
  }
}
