package atoll.moray;

import static org.assertj.core.api.Assertions.assertThat;

import atoll.fast.FastServer;
import atoll.fast.json.Json;
import atoll.kit.AtollException;
import atoll.kit.Fault;
import atoll.kit.net.Endpoint;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// A connection that breaks at any byte of an answer.
final class BrokenStreamTest {

  private final Stage stage = new Stage();

  @AfterEach
  void close() {
    stage.close();
  }

  @Test
  void whereverAnAnswerBreaksItsReaderIsToldAndTheNextCallIsWhole() {
    List<Json> rows = List.of(Json.parse("{\"row\":1}"), Json.parse(Samples.ROW));
    ScriptedMoray moray =
        new ScriptedMoray().on("sql", rows.stream().map(Json::toString).toArray(String[]::new));
    FastServer server = stage.serve(moray.procedures());
    try (CutWire wire = new CutWire(stage.seams, server.local());
        MorayClient client =
            MorayClient.at(wire.local(), stage.seams, Stage.SHORT.withConnections(1))) {
      assertThat(read(client)).isEqualTo(rows);
      long whole = wire.carried();
      int told = 0;
      for (long cut = 0; cut < whole; cut += 13) {
        wire.cutAfter(cut + 1);
        List<Json> before = new ArrayList<>();
        try (Rows<Json> answer = client.sql("SELECT 1", List.of(), MorayOptions.NONE)) {
          for (Optional<Json> row = answer.next(); row.isPresent(); row = answer.next()) {
            before.add(row.get());
          }
          throw new AssertionError("cut after " + (cut + 1) + " bytes and nobody noticed");
        } catch (AtollException broken) {
          assertThat(broken.fault()).isIn(Fault.UNREACHABLE, Fault.CORRUPT);
          told++;
        }
        assertThat(rows.subList(0, before.size())).isEqualTo(before);
        assertThat(read(client)).isEqualTo(rows);
      }
      assertThat(told).isGreaterThan(10);
    }
  }

  @Test
  void aServerThatIsNotThereIsUnreachableWithinTheClaimsTime() {
    Endpoint nobody;
    try (FastServer gone = stage.serve(new ScriptedMoray().procedures())) {
      nobody = gone.local();
    }
    MorayLimits limits =
        Stage.SHORT.withPool(
            Stage.SHORT
                .pool()
                .withTimes(Stage.SHORT.pool().times().withClaim(Duration.ofMillis(300))));
    try (MorayClient client = MorayClient.at(nobody, stage.seams, limits)) {
      try {
        client.version(MorayOptions.NONE);
        throw new AssertionError("nobody is there");
      } catch (AtollException e) {
        assertThat(e.fault()).isEqualTo(Fault.UNREACHABLE);
      }
    }
  }

  private static List<Json> read(MorayClient client) {
    try (Rows<Json> answer = client.sql("SELECT 1", List.of(), MorayOptions.NONE)) {
      return answer.toList(10);
    }
  }
}
