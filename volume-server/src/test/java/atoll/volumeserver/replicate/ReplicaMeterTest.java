package atoll.volumeserver.replicate;

import static org.assertj.core.api.Assertions.assertThat;

import atoll.kit.AtollException;
import atoll.kit.Fault;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReplicaMeterTest {

  @ParameterizedTest
  @CsvSource({
    "TIMEOUT,     no answer within 30 s,       timeout",
    "CANCELLED,   the server stops,            context_cancelled",
    "CLOSED,      the client is closed,        context_cancelled",
    "UNREACHABLE, 10.0.0.1:80 refused to dial, connection_refused",
    "UNREACHABLE, no way there,                server_error",
    "CORRUPT,     no HTTP,                     server_error"
  })
  void aFailureHasTheNameThatDashboardsKnow(Fault fault, String message, String reason) {
    assertThat(ReplicaMeter.reason(new AtollException(fault, message))).isEqualTo(reason);
  }
}
