package atoll.mkv.plan;

import static org.assertj.core.api.Assertions.assertThat;

import atoll.mkv.config.MkvConfig;
import atoll.mkv.config.Tokens;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AccessTest {

  private static final MkvConfig.Auth CLOSED =
      new MkvConfig.Auth(
          Tokens.of(Set.of("reader")), Tokens.of(Set.of("writer")), Tokens.of(Set.of("operator")));

  private static final MkvConfig.Auth OPEN =
      new MkvConfig.Auth(Tokens.OPEN, Tokens.OPEN, Tokens.OPEN);

  private static int status(Access door, MkvConfig.Auth auth, String header) {
    return door.judge(auth, header.isEmpty() ? null : header).map(Refusal::status).orElse(0);
  }

  @ParameterizedTest
  @CsvSource({
    "READ,  '',              401",
    "READ,  Bearer reader,   0",
    "READ,  Bearer writer,   0",
    "READ,  Bearer operator, 403",
    "READ,  Bearer nobody,   401",
    "WRITE, '',              401",
    "WRITE, Bearer reader,   403",
    "WRITE, Bearer writer,   0",
    "WRITE, bearer writer,   0",
    "WRITE, Basic writer,    401",
    "WRITE, Bearer,          401",
    "ADMIN, Bearer writer,   403",
    "ADMIN, Bearer operator, 0",
    "ADMIN, '',              401"
  })
  void closedDoorsWantTheirToken(Access door, String header, int status) {
    assertThat(status(door, CLOSED, header)).isEqualTo(status);
  }

  @Test
  void openDoorsWantNothing() {
    for (Access door : Access.values()) {
      assertThat(status(door, OPEN, "")).isZero();
      assertThat(status(door, OPEN, "Bearer nobody")).isZero();
    }
  }

  @Test
  void whatChangesSomethingIsBehindTheDoorOfWriters() {
    assertThat(Access.of("GET")).isEqualTo(Access.READ);
    assertThat(Access.of("HEAD")).isEqualTo(Access.READ);
    for (String method : new String[] {"PUT", "DELETE", "POST", "UNLINK", "RELINK", "other"}) {
      assertThat(Access.of(method)).isEqualTo(Access.WRITE);
    }
  }
}
