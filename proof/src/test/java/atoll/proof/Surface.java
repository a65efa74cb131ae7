package atoll.proof;

import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.domain.JavaFieldAccess;
import com.tngtech.archunit.core.domain.JavaMember;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.library.dependencies.SliceAssignment;
import com.tngtech.archunit.library.dependencies.SliceIdentifier;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/// Rules on the shape of rooms: packages, and what they show.
final class Surface {

  /// Rooms that may print: the launcher and the workshops.
  private static final Set<String> PRINTING = Set.of("app", "sim", "proof", "bench");

  private static final Set<String> WORKSHOPS = Set.of("sim", "proof", "bench");

  private static final int SHOWN_LINES = 12;

  private Surface() {}

  /// Cycles between the packages of a room.
  static List<String> cycles(JavaClasses classes) {
    SliceAssignment byPackage =
        new SliceAssignment() {
          @Override
          public SliceIdentifier getIdentifierOf(JavaClass type) {
            return type.getPackageName().startsWith("atoll.")
                ? SliceIdentifier.of(type.getPackageName())
                : SliceIdentifier.ignore();
          }

          @Override
          public String getDescription() {
            return "packages";
          }
        };
    return slices()
        .assignedFrom(byPackage)
        .should()
        .beFreeOfCycles()
        .allowEmptyShould(true)
        .evaluate(classes)
        .getFailureReport()
        .getDetails()
        .stream()
        .map(cycle -> String.join("\n", cycle.lines().limit(SHOWN_LINES).toList()))
        .toList();
  }

  /// Packages without `@NullMarked`.
  static Set<String> withoutNullMarked(JavaClasses classes) {
    Set<String> packages = new TreeSet<>();
    Set<String> marked = new HashSet<>();
    for (JavaClass type : classes) {
      if (type.getSimpleName().equals("package-info")
          && type.isAnnotatedWith("org.jspecify.annotations.NullMarked")) {
        marked.add(type.getPackageName());
      }
      packages.add(type.getPackageName());
    }
    packages.removeAll(marked);
    return packages;
  }

  /// Types of Netty in what `http` shows to other rooms.
  static List<String> nettyShown(JavaClasses classes) {
    List<String> broken = new ArrayList<>();
    for (JavaClass type : classes) {
      if (House.roomOf(type.getName()).equals("http") && isShown(type)) {
        List<JavaClass> seen = new ArrayList<>(type.getAllRawSuperclasses());
        seen.addAll(type.getRawInterfaces());
        for (JavaMember member : type.getMembers()) {
          if (isShown(member.getModifiers())) {
            seen.addAll(member.getAllInvolvedRawTypes());
            if (member instanceof JavaCodeUnit code) {
              seen.addAll(code.getExceptionTypes());
            }
          }
        }
        seen.stream()
            .map(shown -> shown.getBaseComponentType().getName())
            .filter(name -> name.startsWith("io.netty."))
            .distinct()
            .forEach(name -> broken.add(type.getName() + " shows " + name));
      }
    }
    return broken;
  }

  /// Writing to the process's own outputs: only who owns the terminal may.
  static List<String> printing(JavaClasses classes) {
    List<String> broken = new ArrayList<>();
    for (JavaClass type : classes) {
      if (!PRINTING.contains(House.roomOf(type.getName()))) {
        for (JavaFieldAccess access : type.getFieldAccessesFromSelf()) {
          if (access.getTargetOwner().getName().equals("java.lang.System")
              && Set.of("out", "err").contains(access.getName())) {
            broken.add(access.getDescription());
          }
        }
      }
    }
    return broken;
  }

  /// Classes of the product that nobody extends and that are not final.
  static List<String> notFinal(JavaClasses classes) {
    return classes.stream()
        .filter(type -> !WORKSHOPS.contains(House.roomOf(type.getName())))
        .filter(type -> !type.isInterface() && !type.isEnum() && !type.isAnonymousClass())
        .filter(type -> !type.isAssignableTo(Throwable.class))
        .filter(type -> !type.getModifiers().contains(JavaModifier.FINAL))
        .filter(type -> type.getSubclasses().isEmpty())
        .map(type -> type.getName() + " is not final and nobody extends it")
        .sorted()
        .toList();
  }

  /// The public top-level types of the rooms that others build on, as `room type`.
  static List<String> doors(JavaClasses classes) {
    return classes.stream()
        .filter(type -> type.isTopLevelClass() && type.getModifiers().contains(JavaModifier.PUBLIC))
        .filter(type -> !WORKSHOPS.contains(House.roomOf(type.getName())))
        .map(type -> House.roomOf(type.getName()) + " " + type.getName())
        .sorted()
        .toList();
  }

  private static boolean isShown(JavaClass type) {
    return isShown(type.getModifiers())
        && type.getEnclosingClass().map(Surface::isShown).orElse(true);
  }

  private static boolean isShown(Set<JavaModifier> modifiers) {
    return modifiers.contains(JavaModifier.PUBLIC) || modifiers.contains(JavaModifier.PROTECTED);
  }
}
