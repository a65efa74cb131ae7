package atoll.volumeserver.replicate;

import static org.assertj.core.api.Assertions.assertThat;

import atoll.volume.needle.VolumeId;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CopiesTest {

  private static final VolumeId VOLUME = new VolumeId(3);
  private static final String SELF = "a:1";

  private static Copies of(int copyCount, String... urls) {
    List<Location> known = Arrays.stream(urls).map(Location::of).toList();
    return Copies.of(VOLUME, copyCount, new VolumeLocations.Answer.Known(known), SELF);
  }

  @Test
  void changesGoToAllOthers() {
    assertThat(of(2, "a:1", "b:1")).isEqualTo(new Copies.Others(List.of(Location.of("b:1"))));
    assertThat(of(1, "a:1", "b:1")).isEqualTo(new Copies.Others(List.of(Location.of("b:1"))));
  }

  @Test
  void ofAVolumeThatIsNotHereTheyGoToAll() {
    assertThat(of(0, "b:1", "c:1"))
        .isEqualTo(new Copies.Others(List.of(Location.of("b:1"), Location.of("c:1"))));
    assertThat(of(0)).isInstanceOf(Copies.Refused.class);
    assertThat(of(0, "a:1")).isInstanceOf(Copies.Refused.class);
  }

  @Test
  void tooFewAreRefusedAndForgotten() {
    assertThat(of(3, "a:1", "b:1"))
        .isEqualTo(
            new Copies.Refused(
                "replicating operations [2] is less than volume 3 replication copy count [3]",
                true));
  }

  @Test
  void withoutAMasterNobodyKnows() {
    assertThat(Copies.of(VOLUME, 2, new VolumeLocations.Answer.Unknown("no answer"), SELF))
        .isEqualTo(new Copies.Refused("replicating lookup failed for 3: no answer", false));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "204 | ''                             | ''",
        "201 | '{\"name\":\"a\",\"size\":1}'  | ''",
        "500 | '{\"x\":{\"error\":\"no\"}}'   | ''",
        "201 | '{\"error\":\"\"}'             | ''",
        "201 | '{\"error\":\"full\"}'         | full",
        "500 | '{\"error\":\"full\"}'         | full",
        "200 | 'no json'                      | it answered 200 and no JSON",
        "404 | ''                             | it answered 404 and no JSON",
      })
  void aWriteIsJudgedByItsBody(int status, String body, String failure) {
    assertThat(ReplicaAnswer.ofWrite(status, body.getBytes(StandardCharsets.UTF_8)))
        .isEqualTo(failure);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "202 | '{\"size\":3}'          | ''",
        "404 | '{\"size\":0}'          | ''",
        "500 | '{\"error\":\"disk\"}'  | disk",
        "500 | '{}'                    | it answered 500",
      })
  void aDeletionIsJudgedByItsStatus(int status, String body, String failure) {
    assertThat(ReplicaAnswer.ofDelete(status, body.getBytes(StandardCharsets.UTF_8)))
        .isEqualTo(failure);
  }
}
