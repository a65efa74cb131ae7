package atoll.sharkspotter.ids;

import static org.assertj.core.api.Assertions.assertThat;

import atoll.sim.property.Gen;
import atoll.sim.property.Property;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class IdWalkTest {

  private static Optional<IdRange> span(long first, long last) {
    return Optional.of(new IdRange(first, last));
  }

  private static List<String> questions(IdWalk begin) {
    List<String> questions = new ArrayList<>();
    IdWalk walk = begin;
    for (Optional<IdQuery> next = walk.next(); next.isPresent(); next = walk.next()) {
      questions.add(next.get().toString());
      walk = walk.above(next.get().range().last());
    }
    return questions;
  }

  @Test
  void oneColumnIsWalkedInChunks() {
    IdWalk walk = IdWalk.over(IdColumns.ID_ALONE, 100).with(IdColumn.ID, span(7, 230));
    assertThat(questions(walk)).containsExactly("_id 7 to 106", "_id 107 to 206", "_id 207 to 230");
  }

  @Test
  void theSecondColumnFollowsWhereTheFirstEnds() {
    IdWalk walk =
        IdWalk.over(IdColumns.BOTH, 100)
            .with(IdColumn.ID, span(1, 150))
            .with(IdColumn.IDX, span(151, 260));
    assertThat(questions(walk))
        .containsExactly("_id 1 to 100", "_id 101 to 150", "_idx 151 to 250", "_idx 251 to 260");
  }

  @Test
  void bothColumnsAreAskedWhereBothHaveIds() {
    IdWalk walk =
        IdWalk.over(IdColumns.BOTH, 100)
            .with(IdColumn.ID, span(1, 150))
            .with(IdColumn.IDX, span(41, 260));
    assertThat(questions(walk))
        .containsExactly(
            "_id 1 to 40",
            "COALESCE(_id, _idx) 41 to 140",
            "COALESCE(_id, _idx) 141 to 150",
            "_idx 151 to 250",
            "_idx 251 to 260");
  }

  @Test
  void whereNeitherColumnHasIdsNothingIsAsked() {
    IdWalk walk =
        IdWalk.over(IdColumns.BOTH, 1_000)
            .with(IdColumn.ID, span(1, 2))
            .with(IdColumn.IDX, span(4_000_000_000L, 4_000_000_001L));
    assertThat(questions(walk)).containsExactly("_id 1 to 2", "_idx 4000000000 to 4000000001");
    assertThat(walk.size()).isEqualTo(4);
  }

  @Test
  void noColumnHasNoQuestion() {
    assertThat(IdWalk.over(IdColumns.BOTH, 1).next()).isEmpty();
    assertThat(IdWalk.over(IdColumns.BOTH, 1).size()).isZero();
  }

  @Test
  void theLargestIdsAreReachedWithoutOverflow() {
    IdWalk walk =
        IdWalk.over(IdColumns.IDX_ALONE, Long.MAX_VALUE)
            .with(IdColumn.IDX, span(5, Long.MAX_VALUE));
    assertThat(questions(walk)).containsExactly("_idx 5 to " + Long.MAX_VALUE);
    assertThat(walk.size()).isEqualTo(Long.MAX_VALUE - 4);
    assertThat(IdRange.ALL.size()).isEqualTo(Long.MAX_VALUE);
  }

  @Test
  void aKnownNextIdSkipsTheHoleBeforeIt() {
    IdWalk walk = IdWalk.over(IdColumns.ID_ALONE, 10).with(IdColumn.ID, span(1, 100));
    assertThat(walk.knowing(IdColumn.ID, OptionalLong.of(91)).of(IdColumn.ID))
        .contains(new IdRange(91, 100));
    assertThat(walk.knowing(IdColumn.ID, OptionalLong.of(101)).of(IdColumn.ID)).isEmpty();
    assertThat(walk.knowing(IdColumn.ID, OptionalLong.empty()).next()).isEmpty();
  }

  private record Case(Optional<IdRange> id, Optional<IdRange> idx, long chunk) {}

  private static Gen<Optional<IdRange>> spans() {
    return choices -> {
      if (choices.draw(3) == 0) {
        return Optional.empty();
      }
      long first = choices.draw(60);
      return span(first, first + choices.draw(60));
    };
  }

  /// Each id of each column is asked for once, upwards, by ranges within the chunk; what is left is
  /// counted at every step.
  @Test
  @Tag("simulation")
  void everyIdOfEveryColumnIsAskedForOnce() {
    Property.expect(
        "a walk covers its ids",
        choices -> new Case(choices.part(spans()), choices.part(spans()), 1 + choices.draw(40)),
        IdWalkTest::assertCovered);
  }

  private static void assertCovered(Case given) {
    IdWalk walk = new IdWalk(IdColumns.BOTH, given.id(), given.idx(), given.chunk());
    List<Long> ofId = new ArrayList<>();
    List<Long> ofIdx = new ArrayList<>();
    long before = -1;
    for (Optional<IdQuery> next = walk.next(); next.isPresent(); next = walk.next()) {
      IdRange range = next.get().range();
      assertThat(range.first()).isGreaterThan(before);
      assertThat(range.size()).isLessThanOrEqualTo(given.chunk());
      for (long id = range.first(); id <= range.last(); id++) {
        if (next.get().asked() != IdColumns.IDX_ALONE) {
          ofId.add(id);
        }
        if (next.get().asked() != IdColumns.ID_ALONE) {
          ofIdx.add(id);
        }
      }
      before = range.last();
      IdWalk after = walk.above(before);
      assertThat(walk.size() - after.size()).isEqualTo(range.size());
      walk = after;
    }
    assertThat(ofId).isEqualTo(ids(given.id()));
    assertThat(ofIdx).isEqualTo(ids(given.idx()));
    assertThat(walk.size()).isZero();
  }

  private static List<Long> ids(Optional<IdRange> span) {
    List<Long> ids = new ArrayList<>();
    span.ifPresent(range -> {
      for (long id = range.first(); id <= range.last(); id++) {
        ids.add(id);
      }
    });
    return ids;
  }
}
