package atoll.proof;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.SAXException;

/// What `./check` prints at its end, read from Surefire's reports: each room's share of the time,
/// the ten slowest tests, and the sum. Ends with 1 if a test failed or was skipped, or if none ran.
///
/// It must work after a build that failed, so `./check` runs it from its source: JDK only, one
/// file.
public final class TestReport {

  private static final int SLOWEST = 10;

  /// How many operations of simulated disks all crash simulations together may take in one check.
  static final long SIMULATED_OPERATIONS_MAX = 200_000;

  private static final String SIMULATED_OPERATIONS = "simulated-operations.txt";

  /// A line of Maven's summary: `Atoll kit .......... SUCCESS [ 3.210 s]` or `[01:02 min]`.
  private static final Pattern ROOM_TIME =
      Pattern.compile("Atoll ([a-z0-9-]+) \\.* ?[A-Z]+ \\[ *(?:(\\d+):(\\d+) min|([0-9.]+) s)");

  private TestReport() {}

  /// One run of a test method.
  record TestRun(String room, String name, String outcome, double seconds) {}

  /// What was counted in all rooms. `run` leaves the skipped ones out.
  record Sum(int run, int failed, int skipped) {

    Sum plus(Sum other) {
      return new Sum(run + other.run, failed + other.failed, skipped + other.skipped);
    }

    /// Why the check fails, or an empty text.
    String verdict() {
      if (failed > 0) {
        return failed + " failed";
      }
      if (skipped > 0) {
        return skipped + " skipped: a test that does not run hides what it would find";
      }
      return run == 0 ? "no test ran" : "";
    }
  }

  /// `TestReport TOP_FOLDER MAVEN_LOG [--each]`: the reports are taken from
  /// `TOP_FOLDER/ROOM/target`; with `--each` every test gets a line.
  public static void main(String[] args) throws IOException {
    List<TestRun> runs = new ArrayList<>();
    Sum sum = read(Path.of(args[0]), runs);
    if (args.length > 2) {
      runs.forEach(run -> System.out.println(run.room() + ": " + run.name() + " " + run.outcome()));
    }
    print(runs, sum, roomTimes(Files.readString(Path.of(args[1]))), System.out);
    Map<String, Long> simulated = simulatedOperations(Path.of(args[0]));
    String tooMany = printSimulated(simulated, System.out);
    String verdict = sum.verdict().isEmpty() ? tooMany : sum.verdict();
    if (!verdict.isEmpty()) {
      System.err.println("check: " + verdict);
      System.exit(1);
    }
  }

  /// Room to the operations that its crash simulations counted, where it has any.
  static Map<String, Long> simulatedOperations(Path top) throws IOException {
    Map<String, Long> operations = new TreeMap<>();
    try (Stream<Path> rooms = Files.list(top)) {
      for (Path room : rooms.sorted().toList()) {
        Path file = room.resolve("target/surefire-reports").resolve(SIMULATED_OPERATIONS);
        if (Files.exists(file)) {
          operations.put(
              String.valueOf(room.getFileName()), Long.parseLong(Files.readString(file).strip()));
        }
      }
    }
    return operations;
  }

  /// Prints how many operations the simulations took, room by room.
  ///
  /// @return why the check fails, or an empty text
  static String printSimulated(Map<String, Long> operations, PrintStream out) {
    long sum = operations.values().stream().mapToLong(Long::longValue).sum();
    if (sum == 0) {
      return "";
    }
    String line =
        String.format(
            Locale.ROOT,
            "%,d simulated disk operations in crash simulations of %,d allowed: %s",
            sum,
            SIMULATED_OPERATIONS_MAX,
            operations);
    out.println(line);
    return sum > SIMULATED_OPERATIONS_MAX ? line : "";
  }

  static Sum read(Path top, List<TestRun> runs) throws IOException {
    Sum sum = new Sum(0, 0, 0);
    for (Path report : reports(top)) {
      String room = top.relativize(report).getName(0).toString();
      Element suite = parse(report);
      NodeList cases = suite.getElementsByTagName("testcase");
      int failed = 0;
      int skipped = 0;
      for (int i = 0; i < cases.getLength(); i++) {
        Element test = (Element) cases.item(i);
        String outcome = outcome(test);
        failed += outcome.equals("FAILED") ? 1 : 0;
        skipped += outcome.equals("SKIPPED") ? 1 : 0;
        String type = test.getAttribute("classname");
        String name = type.substring(type.lastIndexOf('.') + 1) + "." + test.getAttribute("name");
        runs.add(new TestRun(room, name, outcome, seconds(test.getAttribute("time"))));
      }
      sum = sum.plus(new Sum(cases.getLength() - skipped, failed, skipped));
    }
    return sum;
  }

  static void print(List<TestRun> runs, Sum sum, Map<String, Double> roomSeconds, PrintStream out) {
    Map<String, Double> testSeconds = new TreeMap<>();
    runs.forEach(run -> testSeconds.merge(run.room(), run.seconds(), Double::sum));
    double all = roomSeconds.values().stream().mapToDouble(Double::doubleValue).sum();
    out.println();
    out.println("Time by room (of it: inside tests)");
    roomSeconds.forEach((room, seconds) ->
        out.printf(
            Locale.ROOT,
            "  %-20s %7.1f s %4.0f %%  (%.1f s)%n",
            room,
            seconds,
            all == 0 ? 0 : 100 * seconds / all,
            testSeconds.getOrDefault(room, 0.0)));
    out.println("Slowest tests");
    runs.stream()
        .sorted(Comparator.comparingDouble(TestRun::seconds).reversed())
        .limit(SLOWEST)
        .forEach(run ->
            out.printf(Locale.ROOT, "  %7.2f s %s: %s%n", run.seconds(), run.room(), run.name()));
    out.println();
    out.printf(
        "%d passed, %d failed, %d skipped%n",
        sum.run() - sum.failed(), sum.failed(), sum.skipped());
  }

  /// Room to seconds, in the order of Maven's summary in its output `log`.
  static Map<String, Double> roomTimes(String log) {
    Map<String, Double> times = new LinkedHashMap<>();
    Matcher line = ROOM_TIME.matcher(log);
    while (line.find()) {
      double seconds =
          line.group(4) != null
              ? Double.parseDouble(line.group(4))
              : 60 * Double.parseDouble(line.group(2)) + Double.parseDouble(line.group(3));
      times.put(line.group(1), seconds);
    }
    return times;
  }

  private static List<Path> reports(Path top) throws IOException {
    List<Path> found = new ArrayList<>();
    try (Stream<Path> rooms = Files.list(top)) {
      for (Path room : rooms.sorted().toList()) {
        Path folder = room.resolve("target/surefire-reports");
        if (Files.isDirectory(folder)) {
          try (Stream<Path> files = Files.list(folder)) {
            files.filter(file -> file.toString().endsWith(".xml")).sorted().forEach(found::add);
          }
        }
      }
    }
    return found;
  }

  private static Element parse(Path report) throws IOException {
    try {
      return DocumentBuilderFactory.newDefaultInstance()
          .newDocumentBuilder()
          .parse(report.toFile())
          .getDocumentElement();
    } catch (ParserConfigurationException | SAXException broken) {
      throw new IOException(
          report + " cannot be read: the tests of its room were cut short", broken);
    }
  }

  private static String outcome(Element test) {
    if (has(test, "failure") || has(test, "error")) {
      return "FAILED";
    }
    return has(test, "skipped") ? "SKIPPED" : "passed";
  }

  private static boolean has(Element test, String tag) {
    return test.getElementsByTagName(tag).getLength() > 0;
  }

  /// Surefire writes large times with a comma: `1,234.5`.
  private static double seconds(String time) {
    return time.isEmpty() ? 0 : Double.parseDouble(time.replace(",", ""));
  }
}
