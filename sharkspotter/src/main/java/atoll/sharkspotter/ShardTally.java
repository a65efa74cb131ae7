package atoll.sharkspotter;

import atoll.kit.AtollException;
import atoll.kit.Fault;
import atoll.sharkspotter.ids.IdQuery;
import atoll.sharkspotter.row.Row;
import atoll.sharkspotter.row.Spotted;
import atoll.sharkspotter.row.Verdict;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/// What one shard's rows come to: counts them, hands on what is spotted, and knows up to which id
/// all of it was delivered. Nothing says that an id is unique, so the rows of an id are held back
/// until another id comes: a search that breaks in between and begins anew tells of none twice and
/// forgets none. Confined to one piece of work.
final class ShardTally {

  private static final Verdict.Unreadable UNUSABLE =
      new Verdict.Unreadable("it lies on a wanted shark, but says too little to be of use");

  private final SearchParts parts;
  private final int shard;

  private long rows;
  private long spotted;
  private long skipped;
  private final List<Long> skippedIds = new ArrayList<>();

  /// The rows of one id, which are not counted yet.
  private final List<Row> held = new ArrayList<>();

  private @Nullable IdQuery asked;
  private long answers;
  private long doneBefore;

  /// Everything up to here was handed on.
  private long doneThrough;

  /// Everything up to here was also settled.
  private long settledThrough;

  private boolean enough;
  private boolean handingOn;

  ShardTally(SearchParts parts, int shard) {
    this.parts = parts;
    this.shard = shard;
    this.doneThrough = parts.order().ids().first() - 1;
    this.settledThrough = doneThrough;
  }

  // ---- a range ----

  /// What of a range must be asked for: all of it, or what an attempt before left.
  IdQuery begin(IdQuery query) {
    IdQuery left = query.above(doneThrough);
    asked = left;
    answers = 0;
    doneBefore = doneThrough;
    return left;
  }

  /// Takes the next row.
  ///
  /// @return whether more are wanted
  boolean take(Row row) {
    if (parts.stop().get()) {
      return false;
    }
    if (held.isEmpty() || held.getLast().id() != row.id()) {
      handOn();
      check(row);
    }
    held.add(row);
    answers++;
    return !enough;
  }

  private IdQuery asked() {
    return Objects.requireNonNull(asked, "begin comes first");
  }

  private void check(Row row) {
    IdQuery question = asked();
    if (!question.range().contains(row.id()) || row.id() <= doneThrough) {
      throw new AtollException(
          Fault.CORRUPT,
          "shard "
              + shard
              + " was asked for "
              + question
              + " and answered id "
              + row.id()
              + " behind "
              + doneThrough);
    }
  }

  /// The range was read to its end, or as far as anybody wanted.
  ///
  /// @return the last id that is done
  long end() {
    if (!isEnough()) {
      handOn();
    }
    held.clear();
    if (!isEnough()) {
      doneThrough = asked().range().last();
    }
    settle();
    return doneThrough;
  }

  /// The range broke.
  ///
  /// @return whether it came any further
  boolean breakOff() {
    held.clear();
    if (!handingOn) {
      settle();
    }
    return doneThrough > doneBefore;
  }

  /// Whether what failed is not the shard, but whoever takes what is spotted.
  boolean brokeWhileHandingOn() {
    return handingOn;
  }

  /// Rows of the range so far.
  long answers() {
    return answers;
  }

  /// Whether the range had no rows at all.
  boolean foundNothing() {
    return answers == 0;
  }

  /// Whether nobody wants more.
  boolean isEnough() {
    return enough || parts.stop().get();
  }

  // ---- what is spotted ----

  private void handOn() {
    if (held.isEmpty() || enough) {
      return;
    }
    handingOn = true;
    boolean all = true;
    for (Row row : held) {
      all = all && handOn(row);
    }
    if (all) {
      doneThrough = held.getLast().id();
    }
    held.clear();
    handingOn = false;
  }

  /// Hands on what is spotted in a row.
  ///
  /// @return whether all of it was wanted
  private boolean handOn(Row row) {
    if (enough) {
      return false;
    }
    rows++;
    return switch (parts.scan().of(row)) {
      case Verdict.Elsewhere _ -> true;
      case Verdict.On on -> handOn(row, on);
      case Verdict.Unreadable unreadable -> {
        skip(row, unreadable);
        yield true;
      }
    };
  }

  private boolean handOn(Row row, Verdict.On on) {
    boolean usable = true;
    for (String shark : on.sharks()) {
      if (enough) {
        return false;
      }
      switch (parts.spotting().spotted(Spotted.in(row, shard, shark))) {
        case MORE -> spotted++;
        case ENOUGH -> {
          spotted++;
          enough = true;
          parts.stop().set(true);
        }
        case UNUSABLE -> usable = false;
      }
    }
    if (!usable) {
      skip(row, UNUSABLE);
    }
    return true;
  }

  private void skip(Row row, Verdict.Unreadable unreadable) {
    skipped++;
    if (skippedIds.size() < parts.limits().shown()) {
      skippedIds.add(row.id());
    }
    parts.seams().events().report(new SearchEvent.RowSkipped(shard, row.id(), unreadable.why()));
  }

  private void settle() {
    if (settledThrough < doneThrough) {
      handingOn = true;
      parts.spotting().settle(shard);
      handingOn = false;
      settledThrough = doneThrough;
    }
  }

  ShardReport report(ShardEnd end) {
    boolean complete = end instanceof ShardEnd.Complete;
    return new ShardReport(
        shard,
        rows,
        spotted,
        skipped,
        skippedIds,
        end,
        complete ? OptionalLong.empty() : OptionalLong.of(settledThrough + 1));
  }
}
