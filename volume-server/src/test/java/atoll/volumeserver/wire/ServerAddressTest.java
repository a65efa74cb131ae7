package atoll.volumeserver.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import atoll.kit.AtollException;
import atoll.kit.Fault;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ServerAddressTest {

  @ParameterizedTest
  @CsvSource({
    "10.0.0.1:8080,       10.0.0.1, 8080, 18080, 10.0.0.1:8080",
    "10.0.0.1:8080.9090,  10.0.0.1, 8080, 9090,  10.0.0.1:8080.9090",
    "10.0.0.1:8080.18080, 10.0.0.1, 8080, 18080, 10.0.0.1:8080",
    "[::1]:80.81,         ::1,      80,   81,    [::1]:80.81",
    "master-1.local:9333, master-1.local, 9333, 19333, master-1.local:9333"
  })
  void readsBothForms(String text, String host, int port, int grpcPort, String printed) {
    ServerAddress address = ServerAddress.parse(text);
    assertThat(address).isEqualTo(new ServerAddress(host, port, grpcPort));
    assertThat(address).hasToString(printed);
  }

  @Test
  void namesBothDoors() {
    ServerAddress address = ServerAddress.parse("[fe80::1]:8080.9090");
    assertThat(address.http()).isEqualTo("[fe80::1]:8080");
    assertThat(address.grpc()).isEqualTo("[fe80::1]:9090");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "host", "host:", ":80", "host:65536", "host:60000", "host:1.65536", "a:1.2.3"})
  void refusesAnythingElse(String text) {
    assertThatThrownBy(() -> ServerAddress.parse(text))
        .isInstanceOfSatisfying(
            AtollException.class, e -> assertThat(e.fault()).isEqualTo(Fault.BAD_INPUT))
        .hasMessageContaining("is no server");
  }
}
