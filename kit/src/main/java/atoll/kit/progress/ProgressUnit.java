package atoll.kit.progress;

import atoll.kit.unit.DataSize;
import atoll.kit.unit.Rate;

/// What a progress counts.
public sealed interface ProgressUnit {

  /// So many of it, for people.
  String amount(long count);

  /// So many of it in a second, for people.
  String rate(double perSecond);

  /// Bytes, shown as `1.5 GiB`.
  record Bytes() implements ProgressUnit {
    @Override
    public String amount(long count) {
      return DataSize.ofBytes(count).brief();
    }

    @Override
    public String rate(double perSecond) {
      return new Rate(perSecond).ofBytes();
    }
  }

  /// Things of a kind, shown as `120 needles`.
  ///
  /// @param plural their name in the plural
  record Things(String plural) implements ProgressUnit {
    @Override
    public String amount(long count) {
      return count + " " + plural;
    }

    @Override
    public String rate(double perSecond) {
      return new Rate(perSecond).of(plural);
    }
  }
}
