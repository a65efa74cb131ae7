package atoll.volumeserver.query;

import static atoll.volumeserver.CallsFixture.refused;
import static org.assertj.core.api.Assertions.assertThat;

import atoll.volumeserver.CallsFixture;
import atoll.volumeserver.wire.volume.QueriedStripe;
import atoll.volumeserver.wire.volume.QueryRequest;
import com.google.common.collect.ImmutableList;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class QueryCallsTest {

  private static final String LINES =
      "{\"name\":\"a\",\"score\":3}\n{\"name\":\"b\",\"score\":12}\n{\"name\":\"c\",\"score\":18}\n";

  @TempDir private Path data;

  private CallsFixture server;

  @BeforeEach
  void begin() {
    server = new CallsFixture(data);
    server.allocate(3);
    server.fixture.write(3, 1, LINES);
    server.fixture.write(3, 2, LINES + " ".repeat(3 << 20) + LINES);
  }

  @AfterEach
  void end() {
    server.close();
  }

  private static QueryRequest.Builder json(String field, String operand, String value) {
    QueryRequest.Builder request =
        QueryRequest.newBuilder()
            .addSelections("score")
            .setFilter(
                QueryRequest.Filter.newBuilder()
                    .setField(field)
                    .setOperand(operand)
                    .setValue(value));
    request.getInputSerializationBuilder().getJsonInputBuilder().setType("LINES");
    return request;
  }

  private List<String> query(QueryRequest.Builder request, String... fileIds) {
    return ImmutableList.copyOf(
            server.calls().query(request.addAllFromFileIds(List.of(fileIds)).build()))
        .stream()
        .map(QueriedStripe::getRecords)
        .map(records -> records.toStringUtf8())
        .toList();
  }

  @Test
  void whatPassesIsPickedNeedleByNeedle() {
    assertThat(query(json("score", ">", "10"), "3,0100000005", "3,0200000005"))
        .containsExactly("{score:12}{score:18}", "{score:12}{score:18}{score:12}{score:18}");
  }

  @Test
  void aNeedleOfWhichNothingPassesHasAnEmptyAnswer() {
    assertThat(query(json("score", ">", "100"), "3,0100000005")).containsExactly("");
  }

  @Test
  void csvIsReadAndNotAnswered() {
    QueryRequest.Builder request = QueryRequest.newBuilder().addSelections("score");
    request.getInputSerializationBuilder().getCsvInputBuilder().setFileHeaderInfo("NONE");
    assertThat(query(request, "3,0100000005")).isEmpty();
    assertThat(query(QueryRequest.newBuilder(), "3,0100000005")).isEmpty();
  }

  @Test
  void whoDoesNotKnowTheCookieGetsNothingMore() {
    assertThat(query(json("score", ">", "10"), "3,0100000005", "3,0100000006", "3,0100000005"))
        .containsExactly("{score:12}{score:18}");
  }

  @Test
  void aNeedleThatIsNotThereEndsTheQuery() {
    refused(() -> query(json("a", "", ""), "nonsense"), "fid");
    refused(() -> query(json("a", "", ""), "3,0900000005"), "not found");
    refused(() -> query(json("a", "", ""), "9,0100000005"), "volume 9 not found");
    server.fixture.delete(3, 1);
    refused(() -> query(json("a", "", ""), "3,0100000005"), "already deleted");
  }
}
