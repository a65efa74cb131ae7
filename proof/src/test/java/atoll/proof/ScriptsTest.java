package atoll.proof;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

/// The scripts as their users meet them, as far as they go without a build.
class ScriptsTest {

  private static final String CHECK = House.TOP.resolve("check").toString();

  private static final Map<String, String> NO_JDK =
      Map.of("JAVA_HOME", "/nowhere", "JDK_FOLDERS", "/nowhere");

  private static final Map<String, String> NO_PEER =
      Map.of(
          "WEED_BINARY", "",
          "WEED_VOLUME_BINARY", "",
          "VS_SUITES", "",
          "MINIKV_BINARY", "",
          "MINIKV_TOOLS", "",
          "NODE_FAST", "");

  /// Runs shell code after the scripts' shared part, with a table of one program nobody has.
  private static Program.Ended house(Map<String, String> environment, String code)
      throws Exception {
    return Program.run(
        environment,
        "bash",
        "-c",
        "set -eu; root=$1; . \"$root/.mvn/house.sh\";"
            + " needs_table='no-such-program | no-such-package | kit bench:x'; "
            + code,
        "house",
        House.TOP.toString());
  }

  @Test
  void anUnknownWordIsBadUsage() throws Exception {
    Program.Ended ended = Program.run(Map.of(), CHECK, "dance");
    assertThat(ended.code()).isEqualTo(2);
    assertThat(ended.err())
        .startsWith("check: 'dance' is neither a command nor a room; rooms: kit");
    assertThat(ended.out()).isEmpty();
  }

  @Test
  void aSimulationWantsARoomAndASeedOrATime() throws Exception {
    for (String[] words :
        new String[][] {
          {CHECK, "sim"},
          {CHECK, "sim", "dance", "--seed", "1"},
          {CHECK, "sim", "kit", "--seed", "one"},
          {CHECK, "sim", "kit", "--hours", "1"},
          {CHECK, "kit", "sim"},
        }) {
      Program.Ended ended = Program.run(Map.of(), words);
      assertThat(ended.code()).as(ended.err()).isEqualTo(2);
      assertThat(ended.err()).startsWith("check: ").contains("Usage: ./check");
    }
  }

  @Test
  void withoutAJdk25EveryDoorSaysSoInOneSentence() throws Exception {
    for (String[] words : new String[][] {{CHECK}, {CHECK, "kit"}, {CHECK, "bench"}}) {
      Program.Ended ended = Program.run(NO_JDK, words);
      assertThat(ended.code()).isEqualTo(2);
      assertThat(ended.err().lines())
          .containsExactly(
              "Atoll needs a JDK 25 and found none (JAVA_HOME is '/nowhere', searched /nowhere):"
                  + " install one or set JAVA_HOME to its folder.");
    }
  }

  @Test
  void aMissingProgramIsNamedWithTheCommandThatInstallsIt() throws Exception {
    for (String code :
        new String[] {"need no-such-program", "need_all_of kit", "need_all_of bench:x"}) {
      Program.Ended ended = house(Map.of("ATOLL_INSTALL", "no"), code);
      assertThat(ended.code()).isEqualTo(1);
      assertThat(ended.err())
          .contains(
              "no-such-program is missing and ATOLL_INSTALL=no. Run: ",
              "apt-get install -y --no-install-recommends no-such-package");
    }
  }

  @Test
  void whatARoomDoesNotNeedIsNotInstalled() throws Exception {
    Program.Ended ended = house(Map.of("ATOLL_INSTALL", "no"), "need_all_of http; echo passed");
    assertThat(ended.out()).isEqualTo("passed\n");
  }

  @Test
  void parityNamesEveryVariableThatIsNotSet() throws Exception {
    Program.Ended ended = Program.run(NO_PEER, CHECK, "parity");
    assertThat(ended.code()).isZero();
    for (String variable : NO_PEER.keySet()) {
      assertThat(ended.out()).contains("not run: " + variable + " is not set");
    }
    assertThat(ended.out()).endsWith("0 parity tests were run.\n");
  }

  @Test
  void parityRefusesAPeerThatIsNotThere() throws Exception {
    Program.Ended ended = Program.run(Map.of("WEED_BINARY", "/nowhere/weed"), CHECK, "parity");
    assertThat(ended.code()).isEqualTo(2);
    assertThat(ended.err()).contains("WEED_BINARY is /nowhere/weed, which does not exist");
  }

  @Test
  void ciRunsCheckAndNothingElse() {
    assertThat(House.read(House.TOP.resolve(".ci/run"))).endsWith("\nexec ./check\n");
  }
}
