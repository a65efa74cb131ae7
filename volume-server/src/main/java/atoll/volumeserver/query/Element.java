package atoll.volumeserver.query;

import org.jspecify.annotations.Nullable;

/// Which elements of an array a path means, and what of them. Immutable.
sealed interface Element {

  /// What is done with what is found in the end, or is not; null if nothing.
  @Nullable JsonPath pipe();

  /// The one of that number, counted from 0.
  ///
  /// @param next where the path goes on within it
  record At(long index, @Nullable Step next, @Nullable JsonPath pipe) implements Element {}

  /// How many there are.
  record Count(@Nullable JsonPath pipe) implements Element {}

  /// That of each.
  ///
  /// @param after the pipe, which is there only if the array has an end
  record Each(JsonPath inner, @Nullable JsonPath after) implements Element {
    @Override
    public @Nullable JsonPath pipe() {
      return null;
    }
  }

  /// The first for which a condition holds, or all of them.
  ///
  /// @param then what of them; null for themselves
  /// @param after the pipe behind that, which is there only if one is found
  record Where(
      Condition condition,
      boolean all,
      @Nullable JsonPath then,
      @Nullable JsonPath after,
      @Nullable JsonPath pipe)
      implements Element {}

  /// None.
  record None(@Nullable JsonPath pipe) implements Element {}
}
