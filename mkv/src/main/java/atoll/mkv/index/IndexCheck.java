package atoll.mkv.index;

import java.util.List;

/// What a verification found.
///
/// @param rows how many records were read
/// @param problems the first of what was wrong, at most [#MOST_PROBLEMS]
public record IndexCheck(long rows, List<String> problems) {

  public static final int MOST_PROBLEMS = 100;

  public IndexCheck {
    problems = List.copyOf(problems);
  }

  public boolean isSound() {
    return problems.isEmpty();
  }
}
