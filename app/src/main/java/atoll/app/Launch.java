package atoll.app;

/// How the JVM of a command is started. What all of them share comes first.
enum Launch {
  /// Runs for a moment: small, and quick to start.
  TOOL("-XX:+UseSerialGC -XX:TieredStopAtLevel=1"),
  /// Runs for minutes or hours, in bounded memory.
  SEARCH("-XX:+UseSerialGC -Xms32m -Xmn16m -Xmx256m -Dio.netty.leakDetection.level=disabled"),
  /// Runs for months. G1 is named, because a JVM that sees one core would silently choose another.
  SERVER("-XX:+UseG1GC -Dio.netty.leakDetection.level=disabled"),
  /// A server whose bytes lie outside of the heap: a small heap, cheap to collect, that grows for
  /// an image or a long list and gives the memory back.
  SMALL_HEAP_SERVER(
      "-XX:+UseSerialGC -Xms48m -Xmn24m -Xmx512m -XX:MinHeapFreeRatio=10 -XX:MaxHeapFreeRatio=30"
          + " -Dio.netty.leakDetection.level=disabled"),
  /// A server that computes erasure shards: only here is the vector module worth its warning.
  VECTOR_SERVER(SERVER.own + " --add-modules=jdk.incubator.vector");

  private static final String SHARED =
      "-XX:+UseCompactObjectHeaders"
          + " --enable-native-access=ALL-UNNAMED"
          + " --sun-misc-unsafe-memory-access=allow";

  private final String own;

  Launch(String own) {
    this.own = own;
  }

  /// The text of the command's arguments file: one flag a line.
  String arguments() {
    return (SHARED + " " + own).replace(' ', '\n') + "\n";
  }
}
