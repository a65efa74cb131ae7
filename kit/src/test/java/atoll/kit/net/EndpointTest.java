package atoll.kit.net;

import static atoll.kit.Faults.faultOf;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import atoll.kit.AtollException;
import atoll.kit.Fault;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EndpointTest {

  @ParameterizedTest
  @CsvSource({"localhost:80, localhost, 80", "10.0.0.1:0, 10.0.0.1, 0", "[::1]:65535, ::1, 65535"})
  void parsesWhatItPrints(String text, String host, int port) {
    Endpoint endpoint = Endpoint.parse(text);
    assertThat(endpoint).isEqualTo(new Endpoint(host, port)).hasToString(text);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "localhost",
        ":80",
        "a:",
        "a:65536",
        "a:-1",
        "a:b",
        "::1",
        "::1:80",
        "[::1]",
        "[]:1",
        "a:00000080",
        "a b:1"
      })
  void refusesTheRestNamingIt(String text) {
    AtollException bad = faultOf(() -> Endpoint.parse(text));
    assertThat(bad.fault()).isEqualTo(Fault.BAD_INPUT);
    assertThat(bad).hasMessageContaining("\"" + text + "\"").hasMessageContaining("host:port");
  }

  @Test
  void refusesNonsenseOfTheProgram() {
    assertThatThrownBy(() -> new Endpoint("", 1)).isInstanceOf(AssertionError.class);
    assertThatThrownBy(() -> new Endpoint("a", 65_536)).isInstanceOf(AssertionError.class);
    assertThatThrownBy(() -> new Endpoint("a", -1)).isInstanceOf(AssertionError.class);
  }
}
