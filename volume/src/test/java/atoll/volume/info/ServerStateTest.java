package atoll.volume.info;

import static org.assertj.core.api.Assertions.assertThat;

import atoll.kit.AtollException;
import atoll.kit.Bytes;
import atoll.kit.Fault;
import atoll.volume.Corpus;
import atoll.volume.needle.Place;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ServerStateTest {

  private static final Place PLACE = new Place("state.pb", 0);

  @ParameterizedTest
  @CsvSource({
    "state-0, false, 0",
    "state-1, true, 1",
    "state-2, false, 300",
    "state-3, true, -1",
    "state-maintenance, true, 1"
  })
  void statesOfTheGoServerReadAndWriteBack(String name, boolean maintenance, int version) {
    Bytes file = Bytes.of(Corpus.content("info/" + name + ".pb"));
    ServerState state = ServerState.read(file, PLACE);
    assertThat(state).isEqualTo(new ServerState(maintenance, version, Bytes.EMPTY));
    assertThat(state.write()).isEqualTo(file);
  }

  @Test
  void eachChangeAddsOneToTheVersion() {
    ServerState changed = ServerState.INITIAL.changedTo(true);
    assertThat(changed.write()).isEqualTo(Bytes.hex("08011001"));
    assertThat(changed.changedTo(false).write()).isEqualTo(Bytes.hex("1002"));
  }

  @Test
  void fieldsOfLaterReleasesAreKept() {
    Bytes file = Bytes.hex("0801" + "1001" + "1a03616263" + "2d00000000" + "31ffffffffffffffff");
    assertThat(ServerState.read(file, PLACE).changedTo(true).write().toHex())
        .isEqualTo("080110021a036162632d0000000031ffffffffffffffff");
  }

  @Test
  void garbageIsCorruptAndNeverMore() {
    for (long seed = 1; seed <= 20_000; seed++) {
      SplittableRandom random = new SplittableRandom(seed);
      byte[] garbage = new byte[random.nextInt(16)];
      random.nextBytes(garbage);
      try {
        ServerState.read(Bytes.of(garbage), PLACE);
      } catch (AtollException e) {
        assertThat(e.fault()).as("seed " + seed).isEqualTo(Fault.CORRUPT);
      }
    }
  }
}
