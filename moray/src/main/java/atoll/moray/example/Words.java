package atoll.moray.example;

import atoll.kit.AtollException;
import atoll.kit.Fault;
import java.util.List;

/// The words after a program's name.
final class Words {

  private Words() {}

  /// @throws AtollException `BAD_INPUT` if there are too few or too many
  static void check(Example example, List<String> words, int least, int most) {
    if (words.size() < least || words.size() > most) {
      throw new AtollException(
          Fault.BAD_INPUT,
          "%s takes %s, and got %d words: %s"
              .formatted(example.name(), example.usage(), words.size(), String.join(" ", words)));
    }
  }
}
