package atoll.cueballmanatee;

import static org.assertj.core.api.Assertions.assertThat;

import atoll.cueball.Backend;
import atoll.cueballmanatee.ClusterState.Problem;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ClusterStateTest {

  static byte[] state(String ip, int port) {
    String address = "tcp://postgres@" + ip + ":" + port + "/postgres";
    return ("{\"generation\":1,\"primary\":{\"id\":\"x:1\",\"ip\":\""
            + ip
            + "\",\"pgUrl\":\""
            + address
            + "\",\"zoneId\":\"z\",\"backupUrl\":\"http://x:1\"},"
            + "\"sync\":{\"ip\":\"10.9.9.9\",\"pgUrl\":\"tcp://postgres@10.9.9.9:1/postgres\"},"
            + "\"async\":[{\"primary\":{\"ip\":\"10.8.8.8\"}}],\"deposed\":[],"
            + "\"initWal\":\"0/16522D8\"}")
        .getBytes(StandardCharsets.UTF_8);
  }

  @Test
  void thePrimarysAddressAndThePortOfItsUrlCount() {
    assertThat(ClusterState.parse(state("10.0.0.1", 5432)))
        .isEqualTo(new ClusterState.Primary(Backend.of("10.0.0.1", 5432)));
    assertThat(
            parse(
                "{\"primary\":{\"pgUrl\":\"tcp://postgres@10.7.7.7:5433/x\",\"ip\":\"10.0.0.1\"}}"))
        .isEqualTo(new ClusterState.Primary(Backend.of("10.0.0.1", 5433)));
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      value = {
        "``, INVALID_JSON",
        "foobar, INVALID_JSON",
        "{, INVALID_JSON",
        "{} {}, INVALID_JSON",
        "{}, MISSING_IP",
        "[], MISSING_IP",
        "{\"primary\":null}, MISSING_IP",
        "`{\"primary\":{\"pgUrl\":\"tcp://a@10.0.0.1:5432/x\"}}`, MISSING_IP",
        "`{\"primary\":{\"ip\":true,\"pgUrl\":\"tcp://a@10.0.0.1:5432/x\"}}`, INVALID_IP",
        "`{\"primary\":{\"ip\":\"foo\",\"pgUrl\":\"tcp://a@10.0.0.1:5432/x\"}}`, INVALID_IP",
        "`{\"primary\":{\"ip\":\"10.0.0.1\"}}`, MISSING_URL",
        "`{\"primary\":{\"ip\":\"10.0.0.1\",\"pgUrl\":[1]}}`, INVALID_URL",
        "`{\"primary\":{\"ip\":\"10.0.0.1\",\"pgUrl\":\"foo\"}}`, INVALID_URL",
        "`{\"primary\":{\"ip\":\"10.0.0.1\",\"pgUrl\":\"tcp://a b\"}}`, INVALID_URL",
        "`{\"primary\":{\"ip\":\"10.0.0.1\",\"pgUrl\":\"tcp://a@10.0.0.1/x\"}}`, MISSING_PORT",
        "`{\"primary\":{\"ip\":\"10.0.0.1\",\"pgUrl\":\"tcp://a@10.0.0.1:70000/x\"}}`,"
            + " MISSING_PORT",
      })
  void whatIsOfNoUseSaysWhy(String text, Problem problem) {
    assertThat(parse(text)).isEqualTo(new ClusterState.Unusable(problem));
  }

  private static ClusterState parse(String text) {
    return ClusterState.parse(text.getBytes(StandardCharsets.UTF_8));
  }
}
