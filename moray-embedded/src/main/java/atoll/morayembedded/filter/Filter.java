package atoll.morayembedded.filter;

import java.util.List;
import java.util.stream.Collectors;

/// What objects are searched by. Written as in LDAP: `(&(type=object)(!(name=*.tmp)))`. `toString`
/// writes a filter that reads as the same one. Immutable.
public sealed interface Filter {

  /// All of them.
  record And(List<Filter> parts) implements Filter {
    public And {
      parts = List.copyOf(parts);
    }

    @Override
    public String toString() {
      return joined('&', parts);
    }
  }

  /// One of them or more.
  record Or(List<Filter> parts) implements Filter {
    public Or {
      parts = List.copyOf(parts);
    }

    @Override
    public String toString() {
      return joined('|', parts);
    }
  }

  record Not(Filter part) implements Filter {
    @Override
    public String toString() {
      return "(!" + part + ")";
    }
  }

  /// Says something of one attribute.
  sealed interface Leaf extends Filter {
    String attribute();
  }

  /// `(a=*)`
  record Present(String attribute) implements Leaf {
    @Override
    public String toString() {
      return "(" + attribute + "=*)";
    }
  }

  /// `(a=v)`
  record Equal(String attribute, String value) implements Leaf {
    @Override
    public String toString() {
      return "(" + attribute + "=" + escaped(value) + ")";
    }
  }

  /// `(a>=v)`
  record AtLeast(String attribute, String value) implements Leaf {
    @Override
    public String toString() {
      return "(" + attribute + ">=" + escaped(value) + ")";
    }
  }

  /// `(a<=v)`
  record AtMost(String attribute, String value) implements Leaf {
    @Override
    public String toString() {
      return "(" + attribute + "<=" + escaped(value) + ")";
    }
  }

  /// `(a=first*middle*last)`
  record Substring(String attribute, Pieces pieces) implements Leaf {
    @Override
    public String toString() {
      return "(" + attribute + "=" + pieces + ")";
    }
  }

  /// `(a:rule:=v)`
  ///
  /// @param pieces one piece, but for [Rule#CASE_IGNORE_SUBSTRINGS]
  record Extensible(String attribute, Rule rule, Pieces pieces) implements Leaf {
    @Override
    public String toString() {
      return "(" + attribute + ":" + rule.word() + ":=" + pieces + ")";
    }
  }

  /// A value as asterisks cut it: at least one piece, which may be empty.
  record Pieces(List<String> all) {
    public Pieces {
      all = List.copyOf(all);
    }

    /// Whether there was no asterisk.
    public boolean isWhole() {
      return all.size() == 1;
    }

    public String first() {
      return all.getFirst();
    }

    @Override
    public String toString() {
      return all.stream().map(Filter::escaped).collect(Collectors.joining("*"));
    }
  }

  private static String joined(char operator, List<Filter> parts) {
    return parts.stream()
        .map(Filter::toString)
        .collect(Collectors.joining("", "(" + operator, ")"));
  }

  private static String escaped(String value) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < value.length(); i++) {
      char each = value.charAt(i);
      if ("()\\*=".indexOf(each) >= 0) {
        text.append('\\');
      }
      text.append(each);
    }
    return text.toString();
  }
}
