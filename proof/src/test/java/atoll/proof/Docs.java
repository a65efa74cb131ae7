package atoll.proof;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What the Markdown pages promise: links, anchors, commands.
final class Docs {

  private static final Pattern LINK = Pattern.compile("\\[[^\\]]*\\]\\(([^)\\s]+)[^)]*\\)");
  private static final Pattern CODE = Pattern.compile("`[^`]*`");
  private static final Pattern HEADING = Pattern.compile("^#{1,6} +(.*?) *#*$");
  private static final Pattern COMMAND =
      Pattern.compile("\\./(check|atoll)\\b(?: +([a-z][a-z0-9-]*))?");

  private Docs() {}

  /// Relative links that lead nowhere.
  static List<String> deadLinks(Path page) {
    List<String> dead = new ArrayList<>();
    for (String line : prose(page)) {
      Matcher link = LINK.matcher(CODE.matcher(line).replaceAll(""));
      while (link.find()) {
        String target = link.group(1);
        if (!target.matches("[a-z]+:.*") && !exists(page, target)) {
          dead.add(House.shown(page) + ": " + target);
        }
      }
    }
    return dead;
  }

  private static boolean exists(Path page, String target) {
    int hash = target.indexOf('#');
    String path = hash < 0 ? target : target.substring(0, hash);
    Path file = path.isEmpty() ? page : page.resolveSibling(path).normalize();
    if (!Files.exists(file)) {
      return false;
    }
    return hash < 0
        || (Files.isRegularFile(file) && anchors(file).contains(target.substring(hash + 1)));
  }

  /// The anchors of a page: its headings in small letters, words joined by hyphens.
  static Set<String> anchors(Path page) {
    Map<String, Integer> seen = new HashMap<>();
    Set<String> anchors = new HashSet<>();
    for (String line : prose(page)) {
      Matcher heading = HEADING.matcher(line);
      if (heading.matches()) {
        String text = LINK.matcher(heading.group(1)).replaceAll(link -> linkText(link.group()));
        String anchor =
            text.toLowerCase(Locale.ROOT).replaceAll("[^\\p{L}\\p{N} _-]", "").replace(' ', '-');
        int times = seen.merge(anchor, 1, Integer::sum);
        anchors.add(times == 1 ? anchor : anchor + "-" + (times - 1));
      }
    }
    return anchors;
  }

  private static String linkText(String link) {
    return Matcher.quoteReplacement(link.substring(1, link.indexOf(']')));
  }

  /// A page's lines without its blocks of code.
  private static List<String> prose(Path page) {
    List<String> lines = new ArrayList<>();
    boolean code = false;
    for (String line : House.read(page).lines().toList()) {
      if (line.strip().startsWith("```")) {
        code = !code;
      } else if (!code) {
        lines.add(line);
      }
    }
    return lines;
  }

  /// Commands that a page names and that do not exist.
  static List<String> deadCommands(Path page, Set<String> checkWords, Set<String> atollWords) {
    List<String> dead = new ArrayList<>();
    Matcher command = COMMAND.matcher(commandText(page));
    while (command.find()) {
      Set<String> known = command.group(1).equals("check") ? checkWords : atollWords;
      String word = command.group(2);
      if (word != null && !known.contains(word)) {
        dead.add(House.shown(page) + ": " + command.group());
      }
    }
    return dead;
  }

  /// What a page shows as code: only there a word after `./check` is meant as typed.
  private static String commandText(Path page) {
    StringBuilder text = new StringBuilder();
    boolean block = false;
    for (String line : House.read(page).lines().toList()) {
      if (line.strip().startsWith("```")) {
        block = !block;
      } else if (block) {
        text.append(line.replaceAll("#.*", "")).append('\n');
      } else {
        CODE.matcher(line).results().forEach(code -> text.append(code.group()).append('\n'));
      }
    }
    return text.toString();
  }
}
