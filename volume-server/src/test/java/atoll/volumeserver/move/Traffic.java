package atoll.volumeserver.move;

import static org.assertj.core.api.Assertions.assertThat;

import atoll.volume.DeleteResult;
import atoll.volume.WriteResult;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/// Clients of a volume: they write, write anew and delete, and know what must be there. Confined to
/// one thread at a time.
final class Traffic {

  private final Random random;
  private final int volume;
  private final boolean withEmptyNeedles;
  private final Map<Long, String> expected = new HashMap<>();
  private final List<Long> live = new ArrayList<>();
  private long nextId = 1;

  /// @param withEmptyNeedles whether some of them hold nothing
  Traffic(long seed, int volume, boolean withEmptyNeedles) {
    this.random = new Random(seed);
    this.volume = volume;
    this.withEmptyNeedles = withEmptyNeedles;
  }

  /// What every needle that was ever written must hold; null for the deleted ones.
  Map<Long, String> expected() {
    return expected;
  }

  void run(MovePeer peer, int operations) {
    for (int i = 0; i < operations; i++) {
      int dice = random.nextInt(100);
      if (dice < 60 || live.isEmpty()) {
        write(peer, nextId++, true);
      } else if (dice < 85) {
        write(peer, live.get(random.nextInt(live.size())), false);
      } else {
        delete(peer, random.nextInt(live.size()));
      }
    }
  }

  private void write(MovePeer peer, long id, boolean fresh) {
    int repeats = withEmptyNeedles ? random.nextInt(80) : 1 + random.nextInt(80);
    String text = Long.toString(random.nextLong(), 36).repeat(repeats);
    assertThat(peer.write(volume, id, text))
        .isInstanceOfAny(WriteResult.Written.class, WriteResult.Unchanged.class);
    expected.put(id, text);
    if (fresh) {
      live.add(id);
    }
  }

  private void delete(MovePeer peer, int at) {
    long id = live.get(at);
    assertThat(peer.delete(volume, id)).isInstanceOf(DeleteResult.Deleted.class);
    expected.put(id, null);
    live.set(at, live.getLast());
    live.removeLast();
  }

  /// Compares needle by needle what must be there with what is.
  void verify(MovePeer peer) {
    expected.forEach((id, text) -> {
      String found = peer.read(volume, id).orElse(null);
      if (found == null ? text != null : !found.equals(text)) {
        throw new AssertionError(
            "needle %d holds %s instead of %s".formatted(id, brief(found), brief(text)));
      }
    });
  }

  private static String brief(@Nullable String text) {
    return text == null ? "nothing" : text.length() + " characters";
  }
}
