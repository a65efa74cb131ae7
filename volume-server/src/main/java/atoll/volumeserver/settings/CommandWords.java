package atoll.volumeserver.settings;

import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The words of a command line, sorted by flag. Immutable.
///
/// @param values by the name of the flag; of one given twice the last counts
record CommandWords(Map<String, String> values, boolean wantsHelp) {

  private static final int CLOSE_ENOUGH = 2;

  /// Reads flags in all their forms. The word `volume` may stand among them, because SeaweedFS's
  /// program has it between its flags.
  static CommandWords parse(List<String> words, Problems problems) {
    Map<String, String> values = new HashMap<>();
    boolean help = false;
    Iterator<String> rest = words.iterator();
    boolean commandSeen = false;
    while (rest.hasNext()) {
      String word = rest.next();
      if (word.equals("volume") && !commandSeen) {
        commandSeen = true;
        continue;
      }
      if (word.length() < 2 || word.charAt(0) != '-' || word.equals("--")) {
        problems.add("\"" + word + "\" is no flag: flags begin with a hyphen, like -port=8080");
        continue;
      }
      String bare = word.substring(word.startsWith("--") ? 2 : 1);
      int equals = bare.indexOf('=');
      String name = equals < 0 ? bare : bare.substring(0, equals);
      if (name.equals("h") || name.equals("help")) {
        help = true;
        continue;
      }
      Optional<Flag> flag = FlagTable.named(name);
      if (flag.isEmpty()) {
        problems.add("-" + name + ": there is no such flag" + nearest(name));
      } else if (equals >= 0) {
        values.put(name, bare.substring(equals + 1));
      } else if (flag.get().kind() == Flag.Kind.SWITCH) {
        values.put(name, "true");
      } else if (rest.hasNext()) {
        values.put(name, rest.next());
      } else {
        problems.add("-" + name + ": a value is missing, like -" + name + "=VALUE");
      }
    }
    return new CommandWords(Map.copyOf(values), help);
  }

  private static String nearest(String name) {
    return FlagTable.ALL.stream()
        .map(Flag::name)
        .filter(known -> distance(known, name) <= CLOSE_ENOUGH)
        .findFirst()
        .map(known -> "; did you mean -" + known + "?")
        .orElse("; -help lists all");
  }

  /// How many letters must be put in, left out or changed; small and capital letters are one.
  private static int distance(String a, String b) {
    int[] row = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      row[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        boolean same =
            Character.toLowerCase(a.charAt(i - 1)) == Character.toLowerCase(b.charAt(j - 1));
        int best = Math.min(Math.min(row[j], row[j - 1]) + 1, diagonal + (same ? 0 : 1));
        diagonal = row[j];
        row[j] = best;
      }
    }
    return row[b.length()];
  }
}
