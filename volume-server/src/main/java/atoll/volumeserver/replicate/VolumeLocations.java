package atoll.volumeserver.replicate;

import atoll.volume.needle.VolumeId;
import java.util.List;
import java.util.function.Consumer;

/// Where volumes lie, as far as the master knows. Implementations keep answers for a while and may
/// be called from any thread, event loops among them.
public interface VolumeLocations {

  /// Looks a volume up.
  ///
  /// @param answer called once, from any thread, perhaps before this returns; must be quick
  void find(VolumeId volume, Consumer<? super Answer> answer);

  /// What is remembered of a volume turned out to be wrong: the next look-up asks anew.
  void forget(VolumeId volume);

  /// What came of a look-up.
  sealed interface Answer {

    /// All servers that hold the volume, this one too where it does; perhaps none.
    record Known(List<Location> locations) implements Answer {
      public Known {
        locations = List.copyOf(locations);
      }
    }

    /// No master could say.
    record Unknown(String why) implements Answer {}
  }

  /// For a server without a master: nobody knows.
  VolumeLocations NONE =
      new VolumeLocations() {
        @Override
        public void find(VolumeId volume, Consumer<? super Answer> answer) {
          answer.accept(new Answer.Unknown("no master is known"));
        }

        @Override
        public void forget(VolumeId volume) {}
      };
}
