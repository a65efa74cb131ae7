package atoll.moray;

import java.util.OptionalLong;

/// How far filling new indexes has come.
///
/// @param processed objects that this call has looked at; 0 once nothing is left
/// @param remaining objects that are left, if the server says so
public record Reindexed(long processed, OptionalLong remaining) {

  static Reindexed of(Answer answer) {
    return new Reindexed(answer.requiredNumber("processed"), answer.number("remaining"));
  }
}
