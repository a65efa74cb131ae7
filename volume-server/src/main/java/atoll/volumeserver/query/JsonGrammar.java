package atoll.volumeserver.query;

import java.util.BitSet;

/// Tells whether a text is one value of JSON and nothing else, by the letter of RFC 8259; bytes
/// within strings need not be UTF-8. Confined to one look.
final class JsonGrammar {

  private static final int UNICODE_DIGITS = 4;

  private final Span text;
  private int at;

  private JsonGrammar(Span text) {
    this.text = text;
  }

  static boolean isValid(Span text, Effort effort) {
    effort.spend(text.length());
    JsonGrammar grammar = new JsonGrammar(text);
    return grammar.values() && grammar.at == text.length();
  }

  /// A value with all that is in it. The stack has a bit for each container that is open, set for
  /// objects.
  private boolean values() {
    BitSet open = new BitSet();
    int depth = 0;
    while (true) {
      space();
      boolean begun = false;
      if (take('{')) {
        space();
        begun = !take('}');
        open.set(depth, true);
      } else if (take('[')) {
        space();
        begun = !take(']');
        open.set(depth, false);
      } else if (!scalar()) {
        return false;
      }
      if (begun) {
        depth++;
        if (open.get(depth - 1) && !name()) {
          return false;
        }
        continue;
      }
      space();
      while (depth > 0 && !take(',')) {
        depth--;
        if (!take(open.get(depth) ? '}' : ']')) {
          return false;
        }
        space();
      }
      if (depth == 0) {
        return true;
      }
      if (open.get(depth - 1) && !name()) {
        return false;
      }
    }
  }

  private boolean name() {
    space();
    if (!take('"') || !string()) {
      return false;
    }
    space();
    return take(':');
  }

  private boolean scalar() {
    return take('"') ? string() : word("true") || word("false") || word("null") || number();
  }

  /// The rest of a string.
  private boolean string() {
    while (at < text.length()) {
      char next = text.at(at++);
      if (next == '"') {
        return true;
      }
      if (next < ' ' || (next == '\\' && !escape())) {
        return false;
      }
    }
    return false;
  }

  private boolean escape() {
    if (!take('u')) {
      return at < text.length() && "\"\\/bfnrt".indexOf(text.at(at++)) >= 0;
    }
    for (int i = 0; i < UNICODE_DIGITS; i++) {
      if (at == text.length() || "0123456789abcdefABCDEF".indexOf(text.at(at++)) < 0) {
        return false;
      }
    }
    return true;
  }

  private boolean number() {
    take('-');
    if (!take('0') && !digits()) {
      return false;
    }
    if (take('.') && !digits()) {
      return false;
    }
    if (take('e') || take('E')) {
      if (!take('+')) {
        take('-');
      }
      return digits();
    }
    return true;
  }

  private boolean digits() {
    int from = at;
    while (at < text.length() && text.at(at) >= '0' && text.at(at) <= '9') {
      at++;
    }
    return at > from;
  }

  private boolean word(String word) {
    boolean here =
        text.length() - at >= word.length() && text.text().startsWith(word, text.from() + at);
    at += here ? word.length() : 0;
    return here;
  }

  private void space() {
    while (at < text.length() && " \t\r\n".indexOf(text.at(at)) >= 0) {
      at++;
    }
  }

  private boolean take(char wanted) {
    boolean here = at < text.length() && text.at(at) == wanted;
    at += here ? 1 : 0;
    return here;
  }
}
