package atoll.volumeserver.query;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Reads what a place in a path means: a name or a number up to the next dot or pipe.
final class StepReader {

  private StepReader() {}

  static Member member(Step step, String text) {
    StringBuilder name = new StringBuilder();
    boolean isPattern = false;
    int at = 0;
    while (at < text.length() && !Pipes.isDotOrPipe(text, at)) {
      boolean isEscaped = text.charAt(at) == '\\';
      at += isEscaped ? 1 : 0;
      if (at < text.length()) {
        char next = text.charAt(at++);
        isPattern |= !isEscaped && (next == '*' || next == '?');
        name.append(next);
      }
    }
    Rest rest = Rest.of(text, at, true);
    return new Member(name.toString(), isPattern, rest.step(step), rest.pipe());
  }

  static Element element(Step step, String text) {
    if (text.startsWith("#.")) {
      return each(text.substring(2));
    }
    Optional<ConditionText> condition = Optional.empty();
    int at = 0;
    if (text.startsWith("#(") || text.startsWith("#[")) {
      condition = ConditionText.read(text);
      if (condition.isEmpty()) {
        return new Element.Where(Condition.exists(""), false, null, null, null);
      }
      at = condition.get().behind();
    }
    boolean all = at > 0 && text.startsWith("#", at);
    at = Pipes.dotOrPipe(text, at);
    String part = text.substring(0, at);
    Rest rest = Rest.of(text, at, part.indexOf('#') < 0);
    if (condition.isPresent()) {
      return where(condition.get().condition(), all, rest);
    } else if (part.equals("#")) {
      return new Element.Count(rest.pipe());
    } else if (JsonNumber.isDigits(part)) {
      return new Element.At(JsonNumber.digits(part), rest.step(step), rest.pipe());
    }
    return new Element.None(rest.pipe());
  }

  /// What is wanted of each element, and what is done with all of that together.
  private record Wanted(JsonPath inner, @Nullable JsonPath after) {

    static Wanted of(String text) {
      int pipe = Pipes.first(text);
      return pipe < 0
          ? new Wanted(new JsonPath(text), null)
          : new Wanted(
              new JsonPath(text.substring(0, pipe)), new JsonPath(text.substring(pipe + 1)));
    }
  }

  private static Element each(String inner) {
    Wanted wanted = Wanted.of(inner);
    return new Element.Each(wanted.inner(), wanted.after());
  }

  private static Element where(Condition condition, boolean all, Rest rest) {
    if (!rest.isWithin()) {
      return new Element.Where(condition, all, null, null, rest.pipe());
    }
    Wanted wanted = Wanted.of(rest.text());
    return new Element.Where(condition, all, wanted.inner(), wanted.after(), null);
  }

  /// What follows a part of a path.
  ///
  /// @param isWithin whether it goes on in what is found, and not behind a pipe
  private record Rest(String text, boolean isWithin, boolean isPiped) {

    /// @param orPipe whether a dot before a modifier or several paths stands for a pipe
    static Rest of(String path, int at, boolean orPipe) {
      if (at == path.length()) {
        return new Rest("", false, false);
      }
      String text = path.substring(at + 1);
      boolean isPipe = path.charAt(at) == '|' || (orPipe && Modifier.mayBegin(text));
      return new Rest(text, !isPipe, isPipe);
    }

    @Nullable Step step(Step before) {
      return isWithin ? before.next(text) : null;
    }

    @Nullable JsonPath pipe() {
      return isPiped ? new JsonPath(text) : null;
    }
  }
}
