package atoll.moray;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import atoll.fast.FastServer;
import atoll.fast.Procedures;
import atoll.fast.codec.RemoteError;
import atoll.fast.json.Json;
import atoll.kit.Fault;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The server's errors, under the server's names.
final class ErrorsTest {

  private final Stage stage = new Stage();
  private final ScriptedMoray moray = new ScriptedMoray();

  @AfterEach
  void close() {
    stage.close();
  }

  private MorayException refused(MorayClient client) {
    return catchThrowableOfType(
        MorayException.class,
        () -> client.putObject("manta", "/k", Json.EMPTY_OBJECT, MorayOptions.NONE));
  }

  @ParameterizedTest
  @CsvSource({
    "BucketNotFoundError,BUCKET_NOT_FOUND,NOT_FOUND",
    "ObjectNotFoundError,OBJECT_NOT_FOUND,NOT_FOUND",
    "EtagConflictError,ETAG_CONFLICT,CONFLICT",
    "UniqueAttributeError,UNIQUE_ATTRIBUTE,CONFLICT",
    "BucketConflictError,BUCKET_CONFLICT,CONFLICT",
    "BucketVersionError,BUCKET_VERSION,CONFLICT",
    "InvalidQueryError,INVALID_QUERY,BAD_INPUT",
    "NotIndexedError,NOT_INDEXED,BAD_INPUT",
    "InvalidIndexTypeError,INVALID_INDEX_TYPE,BAD_INPUT",
    "InvalidBucketNameError,INVALID_BUCKET_NAME,BAD_INPUT",
    "InvalidBucketConfigError,INVALID_BUCKET_CONFIG,BAD_INPUT",
    "FieldUpdateError,FIELD_UPDATE,BAD_INPUT",
    "NotNullableError,NOT_NULLABLE,BAD_INPUT",
    "InvocationError,INVOCATION,BAD_INPUT",
    "FastError,UNKNOWN_CALL,UNSUPPORTED",
    "QueryTimeoutError,QUERY_TIMEOUT,TIMEOUT",
    "NoDatabasePeersError,NO_DATABASE_PEERS,UNREACHABLE",
    "InternalError,INTERNAL,BUG",
    "NobodyKnowsError,OTHER,CONFLICT",
  })
  void everyErrorHasItsKindAndItsFault(String name, MorayErrorKind kind, Fault fault) {
    moray.fails("putObject", name, "so it is", "{\"bucket\":\"manta\"}");
    MorayException refused = refused(stage.of(moray));
    assertThat(refused.kind()).isEqualTo(kind);
    assertThat(refused.fault()).isEqualTo(fault);
    assertThat(refused.name()).isEqualTo(name);
    assertThat(refused.context()).contains(Json.parse("{\"bucket\":\"manta\"}"));
    assertThat(refused.etagConflict()).isEmpty();
    assertThat(refused)
        .hasMessageMatching("moray putObject at 127\\.0\\.0\\.1:\\d+: " + name + ": so it is");
  }

  @Test
  void everyKindIsFoundByItsName() {
    for (MorayErrorKind kind : MorayErrorKind.values()) {
      assertThat(MorayErrorKind.of(kind.wireName())).isEqualTo(kind);
    }
  }

  @Test
  void anEtagConflictTellsWhatWasExpectedAndWhatIs() {
    moray.fails(
        "putObject",
        "EtagConflictError",
        "manta::/k was expected to have etag \"AAAAAAAA\", but was \"BBBBBBBB\"",
        Samples.CONFLICT);
    assertThat(refused(stage.of(moray)).etagConflict())
        .contains(
            new EtagConflict(
                "manta",
                "/k",
                Optional.of(new Etag("AAAAAAAA")),
                Optional.of(new Etag("BBBBBBBB"))));
  }

  @Test
  void anObjectThatIsMissingIsNullOrTheWordNull() {
    for (String actual : List.of("null", "\"null\"")) {
      moray.fails(
          "putObject",
          "EtagConflictError",
          "conflict",
          Samples.CONFLICT.replace("\"BBBBBBBB\"", actual).replace("\"AAAAAAAA\"", "null"));
      assertThat(refused(stage.of(moray)).etagConflict())
          .contains(new EtagConflict("manta", "/k", Optional.empty(), Optional.empty()));
    }
  }

  @Test
  void allThatTheServerSentIsKept() {
    moray.on(
        "putObject",
        request ->
            request.fail(
                new RemoteError(
                    "EtagConflictError",
                    "m",
                    Json.parse("{\"key\":1}"),
                    Json.parse("{\"i\":2}"),
                    null,
                    null)));
    MorayException refused = refused(stage.of(moray));
    assertThat(refused.error().info()).isEqualTo(Json.parse("{\"i\":2}"));
    assertThat(refused.etagConflict()).isEmpty();
  }

  @Test
  void aServerWithoutTheCallRefusesItByName() {
    FastServer server = stage.serve(Procedures.NONE);
    assertThat(refused(stage.client(server)).kind()).isEqualTo(MorayErrorKind.UNKNOWN_CALL);
  }

  @Test
  void rowsBeforeAnErrorAreDeliveredAndTheErrorStays() {
    moray.on(
        "sql",
        request -> {
          request.write(Json.parse("{\"a\":1}"));
          request.fail(new RemoteError("QueryTimeoutError", "too slow"));
        });
    try (Rows<Json> rows = stage.of(moray).sql("SELECT 1", List.of(), MorayOptions.NONE)) {
      assertThat(rows.next()).contains(Json.parse("{\"a\":1}"));
      for (int i = 0; i < 2; i++) {
        assertThatThrownBy(rows::next)
            .isInstanceOfSatisfying(
                MorayException.class,
                e -> assertThat(e.kind()).isEqualTo(MorayErrorKind.QUERY_TIMEOUT));
      }
    }
  }
}
