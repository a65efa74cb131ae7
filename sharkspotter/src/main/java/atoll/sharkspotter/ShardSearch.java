package atoll.sharkspotter;

import atoll.kit.AtollException;
import atoll.kit.Fault;
import atoll.sharkspotter.ids.IdColumn;
import atoll.sharkspotter.ids.IdColumns;
import atoll.sharkspotter.ids.IdQuery;
import atoll.sharkspotter.ids.IdRange;
import atoll.sharkspotter.ids.IdWalk;
import atoll.sharkspotter.source.ShardSource;
import atoll.sharkspotter.source.TableShape;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// The search of one shard: its ids upwards, range by range, from wherever the last range ended or
/// broke. Confined to one piece of work.
final class ShardSearch {

  private final SearchParts parts;
  private final int shard;
  private final ShardTally tally;

  ShardSearch(SearchParts parts, int shard) {
    this.parts = parts;
    this.shard = shard;
    this.tally = new ShardTally(parts, shard);
  }

  ShardReport run() {
    @Nullable Throwable cause = null;
    ShardEnd end;
    try (ShardSource source = parts.shards().open(shard)) {
      search(source);
      end = tally.isEnough() ? new ShardEnd.Stopped() : new ShardEnd.Complete();
    } catch (AtollException failed) {
      cause = failed;
      end = parts.stop().get() ? new ShardEnd.Stopped() : broken(failed.fault(), failed);
    } catch (RuntimeException bug) {
      // Of whoever takes what is spotted, or ours: the other shards are searched all the same.
      cause = bug;
      end = broken(Fault.BUG, bug);
    }
    ShardReport report = tally.report(end);
    parts.seams().events().report(new SearchEvent.ShardEnded(report, cause));
    return report;
  }

  private static ShardEnd broken(Fault fault, RuntimeException why) {
    return new ShardEnd.Broken(fault, Objects.requireNonNullElse(why.getMessage(), why.toString()));
  }

  private void search(ShardSource source) {
    TableShape shape = patiently("looking at its table", source::shape);
    if (shape.columns() == IdColumns.NONE) {
      throw new AtollException(
          Fault.UNSUPPORTED,
          "shard " + shard + ": table manta has neither a column _id nor _idx to read it by");
    }
    if (!shape.inRanges()) {
      parts.seams().events().report(new SearchEvent.NotInRanges(shard));
    }
    IdWalk walk = begin(source, shape);
    long left = walk.size();
    parts.progress().began(left);
    parts.seams().events().report(new SearchEvent.ShardBegan(shard, left));
    try {
      while (!tally.isEnough()) {
        Optional<IdQuery> query = walk.next();
        if (query.isEmpty()) {
          return;
        }
        walk = walk.above(read(source, query.get()));
        if (tally.foundNothing() && !tally.isEnough()) {
          walk = overGap(source, walk, query.get());
        }
        parts.progress().advance(left - walk.size());
        left = walk.size();
        tell(query.get(), left);
      }
    } finally {
      parts.progress().gaveUp(left);
    }
  }

  private void tell(IdQuery query, long left) {
    parts.seams().events().report(new SearchEvent.RangeRead(shard, query, tally.answers(), left));
  }

  /// All ids that are wanted and may exist.
  private IdWalk begin(ShardSource source, TableShape shape) {
    long chunk = shape.inRanges() ? parts.order().chunk() : Long.MAX_VALUE;
    IdWalk walk = IdWalk.over(shape.columns(), chunk);
    for (IdColumn column : shape.columns().list()) {
      walk = walk.with(column, span(source, column));
    }
    return walk;
  }

  private Optional<IdRange> span(ShardSource source, IdColumn column) {
    IdRange wanted = parts.order().ids();
    OptionalLong greatest =
        patiently("asking for its greatest " + column, () -> source.greatest(column));
    if (greatest.isEmpty() || greatest.getAsLong() < wanted.first()) {
      return Optional.empty();
    }
    OptionalLong least =
        patiently("asking for its least " + column, () -> source.least(column, wanted.first()));
    if (least.isEmpty() || least.getAsLong() > greatest.getAsLong()) {
      return Optional.empty();
    }
    return new IdRange(least.getAsLong(), greatest.getAsLong()).within(wanted);
  }

  /// Goes on from the next id there is, so that a hole costs a question and not a thousand.
  private IdWalk overGap(ShardSource source, IdWalk walk, IdQuery empty) {
    IdWalk shorter = walk;
    for (IdColumn column : empty.asked().list()) {
      if (walk.of(column).isPresent()) {
        long from = walk.of(column).get().first();
        OptionalLong least =
            patiently("asking for its next " + column, () -> source.least(column, from));
        shorter = shorter.knowing(column, least);
      }
    }
    return shorter;
  }

  /// Reads a range, in several attempts if need be.
  ///
  /// @return the last id that is done
  private long read(ShardSource source, IdQuery query) {
    int attempt = 1;
    while (true) {
      IdQuery left = tally.begin(query);
      try {
        source.read(left, tally::take);
        break;
      } catch (AtollException failed) {
        boolean further = tally.breakOff();
        if (tally.brokeWhileHandingOn()) {
          throw failed;
        }
        attempt = further ? 1 : attempt;
        pauseOrThrow("reading " + left, attempt, failed);
        attempt++;
      }
    }
    return tally.end();
  }

  private <T> T patiently(String what, Supplier<T> asking) {
    for (int attempt = 1; ; attempt++) {
      try {
        return asking.get();
      } catch (AtollException failed) {
        pauseOrThrow(what, attempt, failed);
      }
    }
  }

  private void pauseOrThrow(String what, int attempt, AtollException failed) {
    boolean mayPass =
        failed.fault() == Fault.TIMEOUT || failed.fault().remedy() == Fault.Remedy.RETRY_HERE;
    if (!mayPass || attempt >= parts.limits().attempts() || parts.stop().get()) {
      throw failed;
    }
    parts.seams().events().report(new SearchEvent.AttemptFailed(shard, what, attempt, failed));
    parts.seams().runner().pause(parts.limits().pause());
  }
}
