package atoll.morayembedded.object;

import java.util.List;

/// What a column of an index holds, but for null. Everything is text: numbers in their spelling,
/// `true` and `false`, moments as `2019-10-09T08:00:00.000Z`.
public sealed interface ColumnValue {

  record One(String text) implements ColumnValue {}

  record Many(List<String> texts) implements ColumnValue {
    public Many {
      texts = List.copyOf(texts);
    }
  }
}
