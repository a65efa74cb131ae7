package atoll.volume;

import atoll.kit.Check;
import atoll.kit.Limit;
import atoll.kit.Limits;
import java.time.Duration;
import java.util.List;

/// The bounds of a volume.
///
/// @param writesWaitingMax how many writes may wait for the right to write a volume
/// @param wholeReadBytesMax how long a record is at most read at once
/// @param lightWriteBytesMax how much data a write may carry that runs where it was asked for
/// @param turnsOnCallerMax how many writes of others a caller does before it hands them over
/// @param appendsTogetherMax how many appends are written at once
/// @param appendBytesTogetherMax how much data they carry together, unless there is only one
/// @param slowAppend when appends take longer than this on average, all of them are handed over
/// @param readFailuresMax after so many failed reads in a row a volume is quarantined
/// @param tailSearchBytesMax how many bytes are read at most to look for records behind damage
public record VolumeLimits(
    int writesWaitingMax,
    int wholeReadBytesMax,
    int lightWriteBytesMax,
    int turnsOnCallerMax,
    int appendsTogetherMax,
    long appendBytesTogetherMax,
    Duration slowAppend,
    int readFailuresMax,
    long tailSearchBytesMax)
    implements Limits {

  public static final VolumeLimits DEFAULT =
      new VolumeLimits(4096, 1 << 20, 1 << 16, 64, 64, 1 << 20, Duration.ofMillis(1), 3, 1L << 30);

  private static final int APPENDS_TOGETHER_MOST = 1024;

  public VolumeLimits {
    Check.that(writesWaitingMax > 0, "one write must be able to wait");
    Check.that(wholeReadBytesMax > 0, "a record must be readable");
    Check.that(turnsOnCallerMax > 0, "a caller does its own write");
    Check.that(
        appendsTogetherMax > 0 && appendsTogetherMax <= APPENDS_TOGETHER_MOST,
        "appends are written one by one or together, as far as a buffer goes");
    Check.that(appendBytesTogetherMax > 0, "an append carries something");
    Check.that(readFailuresMax > 0, "a volume is not quarantined for nothing");
  }

  @Override
  public List<Limit> list() {
    return List.of(
        new Limit("volume.writes.waiting.max", "" + writesWaitingMax, "a write answers busy"),
        new Limit(
            "volume.read.whole.max", wholeReadBytesMax + " bytes", "a needle is read in chunks"),
        new Limit(
            "volume.write.light.max",
            lightWriteBytesMax + " bytes",
            "the write runs on the disk's threads"),
        new Limit(
            "volume.write.turns.max",
            "" + turnsOnCallerMax,
            "writes that wait go on on the disk's threads"),
        new Limit("volume.appends.together.max", "" + appendsTogetherMax, "the next write begins"),
        new Limit(
            "volume.append.together.bytes.max",
            appendBytesTogetherMax + " bytes",
            "the next write begins"),
        new Limit(
            "volume.append.slow",
            slowAppend.toMillis() + " ms",
            "all writes run on the disk's threads until appends are quick again"),
        new Limit("volume.read.failures.max", "" + readFailuresMax, "the volume is quarantined"),
        new Limit(
            "volume.tail.search.max",
            tailSearchBytesMax + " bytes",
            "damage at the end of a volume is left to the offline tool"));
  }
}
