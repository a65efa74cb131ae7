package atoll.volume.vacuum;

import atoll.kit.Check;
import java.time.Duration;
import java.util.function.Consumer;
import java.util.function.LongConsumer;

/// How a volume is to be compacted.
///
/// @param bytesPerSecondMax how fast needles are copied; 0 for as fast as the disk
/// @param pause lets time pass, for example `runner::pause`; only called where there is a rate
/// @param progress told how many bytes of the old file are done, about once a mebibyte
/// @param reservedBytes for which the disk is to keep room in the new data file; 0 for none
public record VacuumOrder(
    long bytesPerSecondMax, Consumer<Duration> pause, LongConsumer progress, long reservedBytes) {

  /// As fast as the disk, silently.
  public static final VacuumOrder PLAIN = new VacuumOrder(0, time -> {}, done -> {}, 0);

  public VacuumOrder {
    Check.that(bytesPerSecondMax >= 0, "a rate is not negative");
    Check.that(reservedBytes >= 0, "room is not negative");
  }

  public VacuumOrder atMost(long bytesPerSecond, Consumer<Duration> newPause) {
    return new VacuumOrder(bytesPerSecond, newPause, progress, reservedBytes);
  }

  public VacuumOrder telling(LongConsumer newProgress) {
    return new VacuumOrder(bytesPerSecondMax, pause, newProgress, reservedBytes);
  }

  public VacuumOrder reserving(long bytes) {
    return new VacuumOrder(bytesPerSecondMax, pause, progress, bytes);
  }
}
