package atoll.volume.scrub;

import java.util.ArrayList;
import java.util.List;

/// What is wrong with a volume: the first faults in words, the others as a number, so that a file
/// of garbage does not fill the memory. Confined to one scrub.
final class Faults {

  private static final int IN_WORDS_MAX = 1000;

  private final List<String> words = new ArrayList<>();
  private long more;

  void add(String fault) {
    if (words.size() < IN_WORDS_MAX) {
      words.add(fault);
    } else {
      more++;
    }
  }

  List<String> list() {
    List<String> all = new ArrayList<>(words);
    if (more > 0) {
      all.add("and %d more".formatted(more));
    }
    return all;
  }
}
