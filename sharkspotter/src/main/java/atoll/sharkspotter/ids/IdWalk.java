package atoll.sharkspotter.ids;

import atoll.kit.Check;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;

/// The way through a shard's ids that is still to go: upwards, in ranges of bounded size, each
/// asking the same columns for all of its ids. Where it stands is one number for both columns, so a
/// walk that ends early is taken up again from there. Immutable.
///
/// @param columns those of the table
/// @param id where ids of `_id` may still lie; absent if there are none
/// @param idx the same of `_idx`
/// @param chunk ids of a range at most
public record IdWalk(IdColumns columns, Optional<IdRange> id, Optional<IdRange> idx, long chunk) {

  public IdWalk {
    Check.that(chunk > 0, "a range has an id");
  }

  /// A walk over no ids yet.
  public static IdWalk over(IdColumns columns, long chunk) {
    return new IdWalk(columns, Optional.empty(), Optional.empty(), chunk);
  }

  /// Where ids of a column may still lie.
  public Optional<IdRange> of(IdColumn column) {
    return switch (column) {
      case ID -> id;
      case IDX -> idx;
    };
  }

  /// The same walk with other ids of a column.
  public IdWalk with(IdColumn column, Optional<IdRange> span) {
    return switch (column) {
      case ID -> new IdWalk(columns, span, idx, chunk);
      case IDX -> new IdWalk(columns, id, span, chunk);
    };
  }

  /// What to ask next; nothing at the end.
  public Optional<IdQuery> next() {
    OptionalLong begin =
        Stream.of(id, idx).flatMap(Optional::stream).mapToLong(IdRange::first).min();
    if (begin.isEmpty()) {
      return Optional.empty();
    }
    long first = begin.getAsLong();
    long last = first > Long.MAX_VALUE - (chunk - 1) ? Long.MAX_VALUE : first + (chunk - 1);
    boolean inId = id.filter(span -> span.contains(first)).isPresent();
    boolean inIdx = idx.filter(span -> span.contains(first)).isPresent();
    last = Math.min(Math.min(last, sameUntil(id, first)), sameUntil(idx, first));
    IdColumns asked = IdColumns.of(inId, inIdx);
    return Optional.of(new IdQuery(columns, asked, new IdRange(first, last)));
  }

  /// Up to where a column goes on to have ids, or to have none.
  private static long sameUntil(Optional<IdRange> span, long first) {
    if (span.isEmpty()) {
      return Long.MAX_VALUE;
    }
    return span.get().contains(first) ? span.get().last() : span.get().first() - 1;
  }

  /// The way that is left once every id up to this one is done.
  public IdWalk above(long done) {
    return new IdWalk(
        columns,
        id.flatMap(span -> span.above(done)),
        idx.flatMap(span -> span.above(done)),
        chunk);
  }

  /// The same way, if the next id of a column is known.
  ///
  /// @param least of the ids not done yet; absent if there are none
  public IdWalk knowing(IdColumn column, OptionalLong least) {
    return with(column, from(of(column), least));
  }

  private static Optional<IdRange> from(Optional<IdRange> span, OptionalLong least) {
    if (span.isEmpty() || least.isEmpty() || least.getAsLong() > span.get().last()) {
      return Optional.empty();
    }
    return Optional.of(
        new IdRange(Math.max(span.get().first(), least.getAsLong()), span.get().last()));
  }

  /// How many ids are left; ids that both columns may have count once.
  public long size() {
    long of = id.map(IdRange::size).orElse(0L);
    long ofIdx = idx.map(IdRange::size).orElse(0L);
    long both = id.flatMap(one -> idx.flatMap(one::within)).map(IdRange::size).orElse(0L);
    long rest = ofIdx - both;
    return of > Long.MAX_VALUE - rest ? Long.MAX_VALUE : of + rest;
  }
}
