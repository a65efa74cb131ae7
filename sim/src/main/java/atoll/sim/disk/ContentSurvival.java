package atoll.sim.disk;

import atoll.kit.Randomness;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// What of a file's unsynced changes a power loss leaves: the rules of [SimDisk]'s fault model, as
/// a function of the changes and a seed.
final class ContentSurvival {

  /// What a medium writes wholly or not at all.
  static final int SECTOR_BYTES = 512;

  private ContentSurvival() {}

  static Pages draw(
      Temper temper, Pages durable, Pages now, List<ContentChange> pending, Randomness randomness) {
    return switch (temper) {
      case LOST -> durable.fork();
      case KEPT -> now.fork();
      case ORDERED -> ordered(durable.fork(), pending, randomness);
      case MIXED -> mixed(durable.fork(), pending, randomness);
    };
  }

  /// The first changes in their order, and the first bytes of the next one.
  private static Pages ordered(Pages found, List<ContentChange> pending, Randomness randomness) {
    int kept = randomness.nextInt(pending.size() + 1);
    for (ContentChange change : pending.subList(0, kept)) {
      switch (change) {
        case ContentChange.Write write ->
            found.write(write.offset(), write.bytes(), 0, write.bytes().limit());
        case ContentChange.Resize resize -> found.resize(resize.size());
      }
    }
    if (kept < pending.size() && pending.get(kept) instanceof ContentChange.Write torn) {
      found.write(torn.offset(), torn.bytes(), 0, randomness.nextInt(torn.bytes().limit() + 1));
    }
    return found;
  }

  /// Each sector as it was at a moment of its own, the length as it was at another. Only a cut ties
  /// them together: where it survived, the bytes it took away are gone; where it did not, nothing
  /// written behind it later can be there.
  private static Pages mixed(Pages found, List<ContentChange> pending, Randomness randomness) {
    int count = pending.size();
    int lengthMoment = moment(count, randomness);
    long length = found.size();
    for (ContentChange change : pending.subList(0, lengthMoment)) {
      length = change.lengthAfter(length);
    }
    if (lengthMoment < count
        && pending.get(lengthMoment) instanceof ContentChange.Write write
        && write.end() > length) {
      length += randomness.nextLong(write.end() - length + 1);
    }

    Map<Long, Integer> moments = new HashMap<>();
    long present = found.size();
    long lostCut = Long.MAX_VALUE;
    for (int index = 0; index < count; index++) {
      ContentChange change = pending.get(index);
      if (change instanceof ContentChange.Write write) {
        apply(found, write, index, lostCut, moments, count, randomness);
      } else if (change instanceof ContentChange.Resize resize && resize.size() < present) {
        if (index < lengthMoment) {
          found.zero(resize.size(), Math.max(present, found.size()));
        } else {
          lostCut = Math.min(lostCut, resize.size());
        }
      }
      present = change.lengthAfter(present);
    }
    found.resize(length);
    return found;
  }

  /// Writes those sectors of `write` that reached the medium, as far as they lie before `end`.
  private static void apply(
      Pages found,
      ContentChange.Write write,
      int index,
      long end,
      Map<Long, Integer> moments,
      int count,
      Randomness randomness) {
    for (long at = write.offset(); at < write.end(); ) {
      long sector = at / SECTOR_BYTES;
      long next = Math.min(write.end(), (sector + 1) * SECTOR_BYTES);
      int moment = moments.computeIfAbsent(sector, _ -> moment(count, randomness));
      if (index < moment && at < end) {
        int from = (int) (at - write.offset());
        found.write(at, write.bytes(), from, (int) (Math.min(next, end) - at));
      }
      at = next;
    }
  }

  /// How many of the changes a sector, or the length, has seen: none, all or some.
  private static int moment(int count, Randomness randomness) {
    return switch (randomness.nextInt(3)) {
      case 0 -> 0;
      case 1 -> count;
      default -> randomness.nextInt(count + 1);
    };
  }
}
