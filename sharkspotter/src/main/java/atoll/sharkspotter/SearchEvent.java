package atoll.sharkspotter;

import atoll.kit.event.Event;
import atoll.kit.event.EventField;
import atoll.kit.event.Level;
import atoll.sharkspotter.ids.IdQuery;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What happens while shards are searched.
public sealed interface SearchEvent extends Event {

  int shard();

  @Override
  default List<EventField> fields() {
    return List.of(new EventField("shard", Integer.toString(shard())));
  }

  /// The search of a shard began.
  ///
  /// @param ids how many lie ahead
  record ShardBegan(int shard, long ids) implements SearchEvent {

    @Override
    public Level level() {
      return Level.INFO;
    }

    @Override
    public String code() {
      return "sharkspotter.shard.began";
    }

    @Override
    public String message() {
      return "shard " + shard + ": " + ids + " ids to look at";
    }
  }

  /// A shard's table has no index on its ids.
  record NotInRanges(int shard) implements SearchEvent {

    @Override
    public Level level() {
      return Level.WARN;
    }

    @Override
    public String code() {
      return "sharkspotter.shard.unindexed";
    }

    @Override
    public String message() {
      return "shard "
          + shard
          + ": no index on the ids of table manta, so it is sorted and read in one piece;"
          + " an index on _id and on _idx lets it be read in ranges";
    }
  }

  /// A range of ids was read.
  record RangeRead(int shard, IdQuery query, long rows, long idsLeft) implements SearchEvent {

    @Override
    public Level level() {
      return Level.DEBUG;
    }

    @Override
    public String code() {
      return "sharkspotter.range.read";
    }

    @Override
    public String message() {
      return "shard " + shard + ": " + query + ": " + rows + " rows; " + idsLeft + " ids left";
    }
  }

  /// An attempt failed and another one follows.
  record AttemptFailed(int shard, String what, int attempt, Throwable cause)
      implements SearchEvent {

    @Override
    public Level level() {
      return Level.WARN;
    }

    @Override
    public String code() {
      return "sharkspotter.attempt.failed";
    }

    @Override
    public String message() {
      return "shard "
          + shard
          + ": "
          + what
          + " failed, attempt "
          + attempt
          + ", it is tried again: "
          + cause.getMessage();
    }
  }

  /// A row says nothing that makes sense and was passed over.
  record RowSkipped(int shard, long id, String why) implements SearchEvent {

    @Override
    public Level level() {
      return Level.WARN;
    }

    @Override
    public String code() {
      return "sharkspotter.row.skipped";
    }

    @Override
    public List<EventField> fields() {
      return List.of(
          new EventField("shard", Integer.toString(shard)),
          new EventField("id", Long.toString(id)));
    }

    @Override
    public String message() {
      return "shard "
          + shard
          + ": row "
          + id
          + " is skipped: "
          + why
          + "; look at it by hand, it may name a wanted shark";
    }
  }

  /// The search of a shard ended.
  record ShardEnded(ShardReport report, @Nullable Throwable cause) implements SearchEvent {

    @Override
    public int shard() {
      return report.shard();
    }

    @Override
    public Level level() {
      return report.end() instanceof ShardEnd.Broken ? Level.ERROR : Level.INFO;
    }

    @Override
    public String code() {
      return "sharkspotter.shard.ended";
    }

    @Override
    public String message() {
      return report.toString();
    }
  }
}
