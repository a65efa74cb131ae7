package atoll.volumeserver.heartbeat;

import atoll.kit.AtollException;
import atoll.kit.Clock;
import atoll.kit.Deadline;
import atoll.volume.needle.VolumeId;
import atoll.volumeserver.replicate.Location;
import atoll.volumeserver.replicate.VolumeLocations;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;

/// Where volumes lie, asked of the master and remembered for a while.
///
/// Shared (a concurrent map; two may ask for the same volume at once, and both are right).
public final class MasterLocations implements VolumeLocations {

  private static final Duration REMEMBERED = Duration.ofMinutes(10);
  private static final int VOLUMES_MAX = 100_000;

  private record Remembered(Answer.Known answer, Deadline until) {}

  private final Masters masters;
  private final Executor waiting;
  private final Clock clock;
  private final Map<VolumeId, Remembered> known = new ConcurrentHashMap<>();

  /// @param waiting where calls to the master wait
  public MasterLocations(Masters masters, Executor waiting, Clock clock) {
    this.masters = masters;
    this.waiting = waiting;
    this.clock = clock;
  }

  @Override
  public void find(VolumeId volume, Consumer<? super Answer> answer) {
    Remembered remembered = known.get(volume);
    if (remembered != null && !remembered.until().hasPassed(clock)) {
      answer.accept(remembered.answer());
      return;
    }
    try {
      waiting.execute(() -> answer.accept(ask(volume)));
    } catch (RejectedExecutionException _) {
      answer.accept(new Answer.Unknown("the server is stopping"));
    }
  }

  private Answer ask(VolumeId volume) {
    List<VolumePlace> places;
    try {
      places = masters.lookUp(volume);
    } catch (AtollException e) {
      return new Answer.Unknown(String.valueOf(e.getMessage()));
    }
    Answer.Known found =
        new Answer.Known(
            places.stream()
                .map(place ->
                    new Location(
                        place.url(), place.publicUrl(), place.grpcPort(), place.dataCenter()))
                .toList());
    if (!places.isEmpty()) {
      if (known.size() >= VOLUMES_MAX) {
        known.clear();
      }
      known.put(volume, new Remembered(found, Deadline.after(clock, REMEMBERED)));
    }
    return found;
  }

  @Override
  public void forget(VolumeId volume) {
    known.remove(volume);
  }
}
