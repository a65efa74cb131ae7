package atoll.cueball;

import java.util.stream.Stream;

/// Where searches for an idle connection begin. Each lane goes round the connections by itself,
/// taking the next one with each claim. Once it has met others it stays with a connection for a
/// while: those who go round side by side would meet at each, and hand cache lines to and fro that
/// cost several times a claim.
///
/// Shared (one number a lane; threads that share a lane may undo each other's steps, which changes
/// nothing but where one of them begins).
final class Lanes {

  /// A power of two.
  private static final int COUNT = 64;

  /// Claims for which a lane stays.
  private static final long STAY = 64;

  /// The upper half is how many more claims stay, the lower half is where the next one begins.
  private final OwnLine[] lanes =
      Stream.generate(OwnLine::new).limit(COUNT).toArray(OwnLine[]::new);

  private OwnLine of(long lane) {
    return lanes[(int) lane & (COUNT - 1)];
  }

  /// Where a lane's next search begins; perhaps beyond the last connection.
  int begin(long lane) {
    return (int) of(lane).getOpaque();
  }

  /// Notes where a lane's search ended.
  ///
  /// @param metOthers whether connections before that one were in use
  void took(long lane, int at, boolean metOthers) {
    OwnLine mine = of(lane);
    long stays = metOthers ? STAY : mine.getOpaque() >>> Integer.SIZE;
    mine.setOpaque(stays > 0 ? (stays - 1) << Integer.SIZE | at : at + 1);
  }
}
