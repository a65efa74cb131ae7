package atoll.fast;

import static org.assertj.core.api.Assertions.assertThat;

import atoll.fast.codec.RemoteError;
import atoll.fast.demo.DemoProcedures;
import atoll.fast.json.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The procedures of node-fast's demonstration server: what they answer, and how they refuse.
final class DemoProceduresTest {

  private final Machine machine = new Machine();
  private final FastServer server =
      machine.serve(DemoProcedures.all(() -> Stream.of("aardvark", "zebra")));
  private final FastClient client = machine.dial(server);

  @AfterEach
  void close() {
    client.close();
    server.close();
    machine.close();
  }

  private static Json[] arguments(String array) {
    List<Json> values = new java.util.ArrayList<>();
    Json.parse(array).elements().forEach(values::add);
    return values.toArray(Json[]::new);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "echo      | []                                  | []",
        "echo      | [1,null,{\"a\":2}]                  | [{\"value\":1},{\"value\":null},{\"value\":{\"a\":2}}]",
        "fastbench | [{\"echo\":[7,8],\"delay\":1}]      | [{\"value\":7},{\"value\":8}]",
        "sleep     | [{\"ms\":1}]                        | []",
        "words     | []                                  | [{\"word\":\"aardvark\"},{\"word\":\"zebra\"}]",
        "yes       | [{\"value\":[1],\"count\":3}]       | [{\"value\":[1]},{\"value\":[1]},{\"value\":[1]}]",
      })
  void answers(String method, String given, String expected) {
    assertThat(machine.call(client, method, arguments(given)).orThrow())
        .containsExactly(arguments(expected));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "date      | [1]                                    | expected no arguments",
        "fail      | []                                     | expected argument",
        "fail      | [{\"name\":\"A\"}]                     | bad arguments",
        "fail      | [{\"name\":\"A\",\"message\":\"b\",\"info\":1}] | bad arguments",
        "fastbench | [1]                                    | expected exactly one object argument",
        "fastbench | [{}]                                   | expected arg.echo",
        "sleep     | []                                     | expected one argument",
        "sleep     | [{\"ms\":-1}]                          | bad value for \"ms\"",
        "sleep     | [{\"ms\":1800001}]                     | bad value for \"ms\"",
        "words     | [1]                                    | expected 0 arguments",
        "yes       | []                                     | expected one argument",
        "yes       | [{\"count\":0}]                        | count must be an integer in range [1, 102400]",
        "yes       | [{\"count\":102401}]                   | count must be an integer in range [1, 102400]",
      })
  void refuses(String method, String given, String message) {
    assertThat(refusal(method, given).message()).isEqualTo(message);
  }

  private RemoteError refusal(String method, String given) {
    Reply.Failed failed = (Reply.Failed) machine.call(client, method, arguments(given));
    assertThat(failed.values()).isEmpty();
    return ((CallFailure.Server) failed.failure()).error();
  }

  @Test
  void yesSaysWhatItFoundAndWhatItTakes() {
    assertThat(refusal("yes", "[{\"count\":0}]").info())
        .isEqualTo(Json.parse("{\"foundValue\":0,\"minValue\":1,\"maxValue\":102400}"));
  }

  @Test
  void dateSaysTheSameMomentTwice() {
    Json date = machine.call(client, "date").orThrow().getFirst();
    long millis = date.member("timestamp").orElseThrow().asLong().orElseThrow();
    String written = date.member("iso8601").orElseThrow().asText().orElseThrow();
    assertThat(Instant.parse(written)).isEqualTo(Instant.ofEpochMilli(millis));
    assertThat(written).hasSize("2026-01-01T00:00:00.000Z".length());
  }

  @Test
  void failSendsItsDataAndThenTheErrorAsWanted() {
    Reply.Failed failed =
        (Reply.Failed)
            machine.call(
                client,
                "fail",
                arguments(
                    "[{\"name\":\"A\",\"message\":\"b\",\"info\":{\"i\":1},\"context\":{\"c\":2},"
                        + "\"data\":[5]}]"));
    assertThat(failed.values()).containsExactly(Json.parse("{\"value\":5}"));
    RemoteError error = ((CallFailure.Server) failed.failure()).error();
    assertThat(error.name()).isEqualTo("A");
    assertThat(error.message()).isEqualTo("b");
    assertThat(error.info()).isEqualTo(Json.parse("{\"i\":1}"));
    assertThat(error.context()).isEqualTo(Json.parse("{\"c\":2}"));
  }

  @Test
  void wordsThatCannotBeReadAreAnError() {
    FastServer wordless =
        machine.serve(
            DemoProcedures.all(() -> {
              throw new UncheckedIOException(new IOException("open \"/usr/dict/words\""));
            }));
    try (FastClient reader = machine.dial(wordless)) {
      Reply.Failed failed = (Reply.Failed) machine.call(reader, "words");
      assertThat(failed.failure().message()).contains("open \"/usr/dict/words\"");
    } finally {
      wordless.close();
    }
  }
}
