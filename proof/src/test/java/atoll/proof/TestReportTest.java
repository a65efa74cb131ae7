package atoll.proof;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TestReportTest {

  private static final String LOG =
      """
      [INFO] Atoll .............................................. SUCCESS [  0.310 s]
      [INFO] Atoll kit .......................................... SUCCESS [  6.000 s]
      [INFO] Atoll volume-server ................................ FAILURE [01:04 min]
      [INFO] Atoll app .......................................... SKIPPED
      """;

  @TempDir private Path top;

  private TestReport.Sum read(String room, String cases, List<TestReport.TestRun> runs)
      throws IOException {
    Fixture.write(
        top, room + "/target/surefire-reports/TEST-a.xml", "<testsuite>" + cases + "</testsuite>");
    return TestReport.read(top, runs);
  }

  @Test
  void countsWhatRanFailedAndWasSkipped() throws IOException {
    List<TestReport.TestRun> runs = new ArrayList<>();
    TestReport.Sum sum =
        read(
            "kit",
            "<testcase classname='a.B' name='c' time='1,234.5'/>"
                + "<testcase classname='a.B' name='d' time='1'><failure/></testcase>"
                + "<testcase classname='a.B' name='e' time='1'><error/></testcase>"
                + "<testcase classname='a.B' name='f' time='0'><skipped/></testcase>",
            runs);
    assertThat(sum).isEqualTo(new TestReport.Sum(3, 2, 1));
    assertThat(runs).contains(new TestReport.TestRun("kit", "B.c", "passed", 1234.5));
  }

  @Test
  void aSkippedTestAndARunWithoutTestsFail() {
    assertThat(new TestReport.Sum(5, 0, 0).verdict()).isEmpty();
    assertThat(new TestReport.Sum(5, 1, 0).verdict()).isEqualTo("1 failed");
    assertThat(new TestReport.Sum(5, 0, 2).verdict()).startsWith("2 skipped");
    assertThat(new TestReport.Sum(0, 0, 0).verdict()).isEqualTo("no test ran");
  }

  @Test
  void addsUpWhatSimulatedDisksDidAndFailsBeyondWhatIsAllowed() throws IOException {
    Fixture.write(top, "kit/target/surefire-reports/simulated-operations.txt", "7\n");
    Fixture.write(top, "volume/target/surefire-reports/simulated-operations.txt", "199993\n");
    PrintStream out = new PrintStream(new ByteArrayOutputStream(), true, StandardCharsets.UTF_8);

    assertThat(TestReport.simulatedOperations(top))
        .containsExactly(Map.entry("kit", 7L), Map.entry("volume", 199_993L));
    assertThat(TestReport.printSimulated(TestReport.simulatedOperations(top), out)).isEmpty();
    Fixture.write(top, "sim/target/surefire-reports/simulated-operations.txt", "1\n");
    assertThat(TestReport.printSimulated(TestReport.simulatedOperations(top), out))
        .contains("200,001 simulated disk operations in crash simulations of 200,000 allowed");
    assertThat(TestReport.printSimulated(Map.of(), out)).isEmpty();
  }

  @Test
  void printsEachRoomsShareTheSlowestAndTheSum() throws IOException {
    List<TestReport.TestRun> runs = new ArrayList<>();
    TestReport.Sum sum =
        read(
            "kit",
            "<testcase classname='a.Slow' name='b' time='2'/><testcase classname='a.Quick' name='b' time='1'/>",
            runs);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    TestReport.print(
        runs, sum, TestReport.roomTimes(LOG), new PrintStream(out, true, StandardCharsets.UTF_8));
    assertThat(out.toString(StandardCharsets.UTF_8).lines())
        .containsSubsequence(
            "  kit                      6.0 s    9 %  (3.0 s)",
            "  volume-server           64.0 s   91 %  (0.0 s)",
            "     2.00 s kit: Slow.b",
            "     1.00 s kit: Quick.b",
            "2 passed, 0 failed, 0 skipped");
  }
}
