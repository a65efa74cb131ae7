package atoll.sharkspotter;

import atoll.kit.Fault;
import atoll.kit.unit.Durations;
import atoll.kit.unit.Rate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What came of a search.
///
/// @param shards in the order of their numbers, every one that was asked for
public record SearchReport(List<ShardReport> shards, Duration took) {

  public SearchReport {
    shards = List.copyOf(shards);
  }

  public long rows() {
    return shards.stream().mapToLong(ShardReport::rows).sum();
  }

  public long spotted() {
    return shards.stream().mapToLong(ShardReport::spotted).sum();
  }

  public long skipped() {
    return shards.stream().mapToLong(ShardReport::skipped).sum();
  }

  /// Whether every object of every shard was read.
  public boolean isComplete() {
    return fault().isEmpty()
        && shards.stream().allMatch(shard -> shard.end() instanceof ShardEnd.Complete);
  }

  /// What went wrong, the worst first: the first shard that broke, or else rows that were skipped.
  /// That nobody wanted more is no fault.
  public Optional<Fault> fault() {
    for (ShardReport shard : shards) {
      if (shard.end() instanceof ShardEnd.Broken broken) {
        return Optional.of(broken.fault());
      }
    }
    return skipped() > 0 ? Optional.of(Fault.CORRUPT) : Optional.empty();
  }

  /// For people: a line for each shard that is not complete or skipped rows, and one of sums.
  public List<String> summary() {
    List<String> lines = new ArrayList<>();
    for (ShardReport shard : shards) {
      if (!(shard.end() instanceof ShardEnd.Complete) || shard.skipped() > 0) {
        lines.add(shard.toString());
      }
    }
    long complete =
        shards.stream().filter(shard -> shard.end() instanceof ShardEnd.Complete).count();
    lines.add(
        (isComplete() ? "complete: " : "NOT COMPLETE: ")
            + complete
            + " of "
            + shards.size()
            + " shards to the end; "
            + rows()
            + " objects read, "
            + spotted()
            + " spotted, "
            + skipped()
            + " skipped; took "
            + Durations.brief(took)
            + ", "
            + Rate.of(rows(), took).of("objects"));
    return lines;
  }
}
