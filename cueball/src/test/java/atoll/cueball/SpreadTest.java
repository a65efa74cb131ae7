package atoll.cueball;

import static org.assertj.core.api.Assertions.assertThat;

import atoll.cueball.Spread.Move;
import atoll.cueball.Spread.Share;
import atoll.cueball.Spread.Standing;
import atoll.sim.SeededRandomness;
import atoll.sim.Seeds;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class SpreadTest {

  private static final int MANY = 100;

  private static Share share(Standing standing, int held) {
    return new Share(standing, held, 0, false);
  }

  private static List<Move> plan(int places, Share... shares) {
    int taken = 0;
    for (Share share : shares) {
      taken += share.held() + share.dialling();
    }
    return Spread.plan(List.of(shares), places, places - taken, MANY);
  }

  @Test
  void withoutBackendsNothingIsDone() {
    assertThat(plan(10)).isEmpty();
  }

  @Test
  void theFirstBackendsGetTheOddPlaces() {
    Share fresh = share(Standing.FRESH, 0);
    assertThat(plan(10, fresh, fresh, fresh)).extracting(Move::dials).containsExactly(4, 3, 3);
    assertThat(plan(2, fresh, fresh, fresh)).extracting(Move::dials).containsExactly(1, 1, 0);
  }

  @Test
  void whatIsBeingMadeIsNotMadeAgain() {
    assertThat(plan(4, new Share(Standing.FRESH, 0, 4, false)))
        .containsExactly(new Move(4, 0, false, 0));
  }

  @Test
  void aFailingBackendIsOnlyProbedAndItsShareGoesToTheOthers() {
    assertThat(plan(10, share(Standing.LIVE, 5), share(Standing.DUE, 0)))
        .containsExactly(new Move(10, 5, false, 0), new Move(0, 0, true, 0));
    assertThat(plan(10, share(Standing.LIVE, 5), share(Standing.RESTING, 0)))
        .containsExactly(new Move(10, 5, false, 0), new Move(0, 0, false, 0));
  }

  @Test
  void aFailingBackendKeepsWhatItHolds() {
    assertThat(plan(10, share(Standing.LIVE, 5), share(Standing.RESTING, 4)))
        .containsExactly(new Move(6, 1, false, 0), new Move(4, 0, false, 0));
  }

  @Test
  void aBackendIsProbedOnceAtATime() {
    assertThat(plan(10, new Share(Standing.DUE, 0, 0, true)))
        .containsExactly(new Move(0, 0, false, 0));
  }

  @Test
  void nobodyYieldsToANewBackendBeforeItWasReached() {
    assertThat(plan(10, share(Standing.LIVE, 10), share(Standing.FRESH, 0)))
        .containsExactly(new Move(5, 0, false, 0), new Move(5, 0, true, 0));
    assertThat(plan(10, share(Standing.LIVE, 10), share(Standing.LIVE, 0)))
        .containsExactly(new Move(5, 0, false, 5), new Move(5, 0, false, 0));
  }

  @Test
  void noMoreIsBegunThanAllowed() {
    Share fresh = share(Standing.FRESH, 0);
    assertThat(Spread.plan(List.of(fresh, fresh), 10, 10, 3))
        .extracting(Move::dials)
        .containsExactly(2, 1);
    assertThat(Spread.plan(List.of(share(Standing.DUE, 0)), 10, 10, 0))
        .containsExactly(new Move(0, 0, false, 0));
  }

  /// Plans are carried out at once, as if every dial succeeded, until nothing is left to do.
  @Test
  @Tag("simulation")
  void aPlanNeverExceedsThePlacesAndEndsInEvenness() {
    Seeds.check(
        500,
        seed -> {
          SeededRandomness chance = new SeededRandomness(seed);
          int places = 1 + chance.nextInt(12);
          List<Share> shares = new ArrayList<>();
          int room = places;
          for (int count = chance.nextInt(6); count >= 0; count--) {
            int held = chance.nextInt(room + 1);
            room -= held;
            shares.add(share(List.of(Standing.values()).get(chance.nextInt(4)), held));
          }
          for (int round = 0; round < 4; round++) {
            room = carryOut(shares, places, room);
            assertThat(room).isNotNegative();
          }
          List<Move> last = Spread.plan(shares, places, room, MANY);
          for (int at = 0; at < shares.size(); at++) {
            assertThat(shares.get(at).held()).isEqualTo(last.get(at).target());
          }
        });
  }

  private static int carryOut(List<Share> shares, int places, int room) {
    List<Move> moves = Spread.plan(shares, places, room, MANY);
    int left = room;
    for (int at = 0; at < moves.size(); at++) {
      Move move = moves.get(at);
      Share share = shares.get(at);
      assertThat(move.surplus()).isBetween(0, share.held());
      int held = share.held() + move.dials() - move.surplus();
      left += move.surplus() - move.dials();
      boolean reached = move.probe() || move.dials() > 0;
      shares.set(at, share(reached ? Standing.LIVE : share.standing(), held));
    }
    return left;
  }
}
