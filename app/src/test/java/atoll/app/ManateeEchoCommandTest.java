package atoll.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ManateeEchoCommandTest {

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  private int run(String... args) {
    List<String> line = new ArrayList<>(List.of("manatee-echo-resolver"));
    line.addAll(List.of(args));
    return Main.run(line, new PrintWriter(out), new PrintWriter(err));
  }

  @Test
  void itsHelpNamesTheOptionsAndWhatTheyAreWithoutBeingGiven() {
    assertThat(run("--help")).isZero();
    assertThat(out.toString())
        .contains("-c, --connect-string", "127.0.0.1:2181")
        .contains("-p, --root-path", "/manatee/1.boray.virtual.example.")
        .contains("-l, --log-level", "RESOLVER_LOG_LEVEL");
  }

  @Test
  void whatMakesNoSenseIsRefused() {
    assertThat(run("-c", "zk.example.com:2181")).isEqualTo(2);
    assertThat(run("-c", "")).isEqualTo(2);
    assertThat(run("-p", "manatee")).isEqualTo(2);
    assertThat(run("-l", "loud")).isEqualTo(2);
    assertThat(err.toString())
        .contains("zk.example.com:2181", "addresses are missing", "\"manatee\"", "\"loud\"");
    assertThat(out.toString()).isEmpty();
  }
}
