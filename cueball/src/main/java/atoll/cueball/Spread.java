package atoll.cueball;

import java.util.Arrays;
import java.util.List;

/// How connections should lie over the backends. Pure: the same shares give the same plan.
///
/// The places are shared out evenly over the backends that can be reached, the first ones getting
/// one more where they do not come out even. A failing backend keeps what it holds and gets no
/// more. Connections move to a backend only once that has been reached: one that is new or failing
/// is first probed by a connection beyond the places, so a dead one never costs a living one
/// anything.
final class Spread {

  private Spread() {}

  /// How a backend stands.
  enum Standing {
    /// Not tried yet.
    FRESH,
    /// Reached when last tried.
    LIVE,
    /// Not reached when last tried; due to be tried again.
    DUE,
    /// Not reached when last tried; to be left alone for now.
    RESTING
  }

  /// What one backend has.
  ///
  /// @param held connections, idle and claimed
  /// @param dialling connections being made that have a place
  /// @param probing whether it is being probed
  record Share(Standing standing, int held, int dialling, boolean probing) {

    boolean isCounted() {
      return standing == Standing.FRESH || standing == Standing.LIVE;
    }
  }

  /// What to do about one backend.
  ///
  /// @param target how many connections it should have
  /// @param dials connections to make, each with a place
  /// @param probe whether to try it beyond the places
  /// @param surplus connections to close so that others may have them
  record Move(int target, int dials, boolean probe, int surplus) {}

  /// Plans.
  ///
  /// @param shares the backends in the order in which they get the odd ones
  /// @param places how many connections there may be
  /// @param room places not taken by connections held or being made, whosesoever they are
  /// @param dialsAllowed how many connections may be begun
  /// @return a move for each share, in the same order
  static List<Move> plan(List<Share> shares, int places, int room, int dialsAllowed) {
    int[] targets = targets(shares, places);
    int[] dials = new int[targets.length];
    int begun = fill(shares, targets, dials, Math.min(room, dialsAllowed));
    boolean[] probes = probes(shares, targets, dials, dialsAllowed - begun);
    int[] surplus = new int[targets.length];
    if (begun == room) {
      makeRoom(shares, targets, dials, surplus);
    }
    Move[] moves = new Move[targets.length];
    Arrays.setAll(moves, at -> new Move(targets[at], dials[at], probes[at], surplus[at]));
    return List.of(moves);
  }

  private static int[] targets(List<Share> shares, int places) {
    int counted = 0;
    int kept = 0;
    for (Share share : shares) {
      counted += share.isCounted() ? 1 : 0;
      kept += share.isCounted() ? 0 : share.held();
    }
    int shared = Math.max(0, places - kept);
    int[] targets = new int[shares.size()];
    int seen = 0;
    for (int at = 0; at < targets.length; at++) {
      if (shares.get(at).isCounted()) {
        targets[at] = shared / counted + (seen++ < shared % counted ? 1 : 0);
      } else {
        targets[at] = shares.get(at).held();
      }
    }
    return targets;
  }

  /// Gives the free places to those below their target, one each in turn.
  private static int fill(List<Share> shares, int[] targets, int[] dials, int most) {
    int begun = 0;
    boolean again = true;
    while (again) {
      again = false;
      for (int at = 0; at < targets.length && begun < most; at++) {
        if (lacks(shares.get(at), targets[at], dials[at]) > 0) {
          dials[at]++;
          begun++;
          again = true;
        }
      }
    }
    return begun;
  }

  private static int lacks(Share share, int target, int dials) {
    return share.isCounted() ? target - share.held() - share.dialling() - dials : 0;
  }

  private static boolean[] probes(List<Share> shares, int[] targets, int[] dials, int most) {
    boolean[] probes = new boolean[targets.length];
    int left = most;
    for (int at = 0; at < targets.length && left > 0; at++) {
      Share share = shares.get(at);
      boolean untried =
          share.standing() == Standing.FRESH
              && targets[at] > 0
              && share.dialling() + dials[at] == 0;
      if ((untried || share.standing() == Standing.DUE) && !share.probing()) {
        probes[at] = true;
        left--;
      }
    }
    return probes;
  }

  /// Has those above their target yield to living ones below theirs, the largest excess first.
  private static void makeRoom(List<Share> shares, int[] targets, int[] dials, int[] surplus) {
    int needed = 0;
    for (int at = 0; at < targets.length; at++) {
      if (shares.get(at).standing() == Standing.LIVE) {
        needed += Math.max(0, lacks(shares.get(at), targets[at], dials[at]));
      }
    }
    for (; needed > 0; needed--) {
      int most = -1;
      for (int at = 0; at < targets.length; at++) {
        if (excess(shares.get(at), targets[at], surplus[at]) > 0
            && (most < 0
                || excess(shares.get(at), targets[at], surplus[at])
                    > excess(shares.get(most), targets[most], surplus[most]))) {
          most = at;
        }
      }
      if (most < 0) {
        return;
      }
      surplus[most]++;
    }
  }

  private static int excess(Share share, int target, int surplus) {
    int above = share.held() + share.dialling() - target;
    return Math.min(above, share.held()) - surplus;
  }
}
