package atoll.volumeserver.query;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A place in a path, from which it leads on. What it means depends on what is found there: each of
/// both meanings is read when it is needed for the first time, and kept. Confined to one query.
final class Step {

  /// By what is left of the path.
  private final Map<String, Step> all;

  private final String text;
  private @Nullable Member member;
  private @Nullable Element element;

  private Step(Map<String, Step> all, String text) {
    this.all = all;
    this.text = text;
  }

  /// The first one.
  static Step of(String text) {
    return new Step(new HashMap<>(), text);
  }

  /// The one that follows.
  Step next(String rest) {
    return all.computeIfAbsent(rest, left -> new Step(all, left));
  }

  /// What it means in an object.
  Member member() {
    if (member == null) {
      member = StepReader.member(this, text);
    }
    return member;
  }

  /// What it means in an array.
  Element element() {
    if (element == null) {
      element = StepReader.element(this, text);
    }
    return element;
  }
}
