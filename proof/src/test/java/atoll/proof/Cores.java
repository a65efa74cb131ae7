package atoll.proof;

import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// What a core must not call: whatever answers differently when the same run is replayed.
final class Cores {

  /// Types that are banned whole.
  private static final Set<String> TYPES =
      Set.of(
          "java.io.File",
          "java.io.FileInputStream",
          "java.io.FileOutputStream",
          "java.io.FileReader",
          "java.io.FileWriter",
          "java.io.RandomAccessFile",
          "java.nio.file.Files",
          "java.nio.channels.FileChannel",
          "java.nio.channels.AsynchronousFileChannel",
          "java.nio.channels.SocketChannel",
          "java.nio.channels.ServerSocketChannel",
          "java.nio.channels.DatagramChannel",
          "java.nio.channels.Selector",
          "java.net.Socket",
          "java.net.ServerSocket",
          "java.net.DatagramSocket",
          "java.net.InetAddress",
          "java.net.NetworkInterface",
          "java.net.URLConnection",
          "java.net.http.HttpClient",
          "java.lang.ProcessBuilder",
          "java.lang.Thread$Builder",
          "java.util.Timer",
          "java.util.Random",
          "java.util.SplittableRandom",
          "java.util.random.RandomGenerator",
          "java.util.concurrent.ThreadLocalRandom",
          "java.security.SecureRandom",
          "java.util.concurrent.Executors",
          "java.util.concurrent.ThreadPoolExecutor",
          "java.util.concurrent.ForkJoinPool");

  /// Single methods; `<init>` is a constructor.
  private static final Map<String, Set<String>> METHODS =
      Map.of(
          "java.lang.System", Set.of("nanoTime", "currentTimeMillis"),
          "java.lang.Math", Set.of("random"),
          "java.util.UUID", Set.of("randomUUID"),
          "java.util.Date", Set.of("<init>"),
          "java.net.URL", Set.of("openStream", "openConnection"),
          "java.lang.Thread",
              Set.of("<init>", "start", "sleep", "ofVirtual", "ofPlatform", "startVirtualThread"),
          "java.util.concurrent.CompletableFuture",
              Set.of("runAsync", "supplyAsync", "delayedExecutor"));

  /// Every way in which java.time reads the machine's clock.
  private static final Set<String> TIME_METHODS =
      Set.of("now", "systemUTC", "systemDefaultZone", "system");

  private Cores() {}

  static boolean isCore(String packageName) {
    boolean core = false;
    for (String line : House.data("cores.txt")) {
      boolean shell = line.startsWith("- ");
      String root = shell ? line.substring(2) : line;
      if (packageName.equals(root) || packageName.startsWith(root + ".")) {
        core = !shell;
      }
    }
    return core;
  }

  static List<String> broken(JavaClasses classes) {
    List<String> broken = new ArrayList<>();
    for (JavaClass type : classes) {
      if (isCore(type.getPackageName())) {
        for (JavaAccess<?> access : type.getAccessesFromSelf()) {
          if (isBanned(access.getTargetOwner().getName(), access.getName())) {
            broken.add(access.getDescription());
          }
        }
      }
    }
    return broken;
  }

  private static boolean isBanned(String owner, String name) {
    return TYPES.contains(owner)
        || METHODS.getOrDefault(owner, Set.of()).contains(name)
        || (owner.startsWith("java.time.") && TIME_METHODS.contains(name));
  }
}
