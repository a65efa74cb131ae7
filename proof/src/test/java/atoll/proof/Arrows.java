package atoll.proof;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// The arrows between rooms, read from `arrows.txt`.
final class Arrows {

  /// @param libraries packages beyond the JDK's; `libraries` for any
  record Arrow(Set<String> mayUse, Set<String> libraries) {

    boolean allows(String library) {
      return libraries.contains("libraries")
          || libraries.stream().anyMatch(each -> library.startsWith(each + "."));
    }
  }

  private static final Map<String, Arrow> ALL = parse();

  /// What tests of every room may use: the workshop, and the server that is made for tests.
  private static final Set<String> FOR_TESTS = Set.of("sim", "moray-embedded");

  private static final Pattern DEPENDENCY =
      Pattern.compile(
          "<dependency>\\s*<groupId>atoll</groupId>\\s*<artifactId>atoll-([a-z-]+)</artifactId>(.*?)</dependency>",
          Pattern.DOTALL);

  private Arrows() {}

  static Set<String> rooms() {
    return ALL.keySet();
  }

  private static Map<String, Arrow> parse() {
    Map<String, Arrow> arrows = new LinkedHashMap<>();
    for (String line : House.data("arrows.txt")) {
      String[] parts = line.split("->|\\|", -1);
      Set<String> mayUse = Set.of(parts[1].strip().split(" +", -1));
      Set<String> libraries = Set.of(parts[2].strip().split(" +", -1));
      arrows.put(parts[0].strip(), new Arrow(mayUse, libraries));
    }
    return arrows;
  }

  /// Uses of a class against the arrows.
  static List<String> broken(JavaClasses classes) {
    List<String> broken = new ArrayList<>();
    for (JavaClass type : classes) {
      String room = House.roomOf(type.getName());
      Arrow arrow = ALL.get(room);
      if (arrow == null) {
        broken.add(type.getName() + " is in no room of arrows.txt");
        continue;
      }
      for (Dependency use : type.getDirectDependenciesFromSelf()) {
        String target = use.getTargetClass().getBaseComponentType().getName();
        if (!allowed(room, arrow, target)) {
          broken.add(room + " must not see " + target + ": " + use.getDescription());
        }
      }
    }
    return broken;
  }

  private static boolean allowed(String room, Arrow arrow, String target) {
    if (target.startsWith("atoll.")) {
      String other = House.roomOf(target);
      return other.equals(room) || arrow.mayUse().contains(other);
    }
    return arrow.allows(target)
        || target.startsWith("java.")
        || target.startsWith("javax.crypto.")
        || target.startsWith("jdk.incubator.vector.")
        || target.startsWith("org.jspecify.")
        || target.indexOf('.') < 0;
  }

  /// Dependencies in a room's pom against the arrows.
  static List<String> brokenInPom(String room, String pom) {
    Set<String> mayUse = Objects.requireNonNull(ALL.get(room), room).mayUse();
    return DEPENDENCY
        .matcher(pom)
        .results()
        .filter((MatchResult found) ->
            !mayUse.contains(found.group(1))
                && !(found.group(2).contains("<scope>test</scope>")
                    && FOR_TESTS.contains(found.group(1))))
        .map(found -> room + "/pom.xml lists " + found.group(1))
        .toList();
  }

  /// The rooms that a pom lists.
  static Set<String> listedIn(Path pom) {
    return DEPENDENCY
        .matcher(House.read(pom))
        .results()
        .map((MatchResult found) -> found.group(1))
        .collect(Collectors.toSet());
  }
}
