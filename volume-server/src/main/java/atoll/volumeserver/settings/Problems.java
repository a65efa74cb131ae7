package atoll.volumeserver.settings;

import java.util.ArrayList;
import java.util.List;

/// What is wrong with the settings: all of it, so that an operator mends it in one go. Confined to
/// the reading of settings.
final class Problems {

  private final List<String> sentences = new ArrayList<>();

  /// @param sentence names the flag, its value, and what is wanted instead
  void add(String sentence) {
    if (!sentences.contains(sentence)) {
      sentences.add(sentence);
    }
  }

  boolean isEmpty() {
    return sentences.isEmpty();
  }

  List<String> sentences() {
    return List.copyOf(sentences);
  }
}
