package atoll.cueball;

import static org.assertj.core.api.Assertions.assertThat;

import atoll.kit.net.Endpoint;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class BackendTest {

  private static final Backend ONE = Backend.of("10.0.0.1", 2020);
  private static final Backend TWO = Backend.of("10.0.0.2", 2020);
  private static final Backend THREE = Backend.of("10.0.0.3", 2020);

  @Test
  void isNamedAsItIsReached() {
    assertThat(ONE).hasToString("10.0.0.1:2020");
    assertThat(Backend.of("::1", 5432)).hasToString("[::1]:5432");
  }

  /// `printf '10.0.0.1:2020||2020||10.0.0.1' | sha1sum | xxd -r -p | base64`
  @Test
  void hasTheKeyOfCueballsTools() {
    assertThat(ONE.key()).isEqualTo("A5c+hYASdXQmU8abIQ2Kb5eFMJA=");
  }

  @Test
  void aChangeIsTheDifferenceOfTwoSets() {
    assertThat(BackendChange.between(List.of(ONE, TWO), List.of(THREE, TWO)))
        .isEqualTo(new BackendChange(List.of(THREE), List.of(ONE)));
    assertThat(BackendChange.between(List.of(TWO, ONE), List.of(ONE, TWO)).isNone()).isTrue();
    assertThat(BackendChange.between(List.of(), List.of(TWO, ONE, TWO)).added())
        .containsExactly(ONE, TWO);
  }

  @Test
  void aStaticResolverReportsItsBackendsOnce() {
    List<Set<Backend>> reports = new ArrayList<>();
    new StaticResolver(List.of(new Endpoint("10.0.0.2", 2020), new Endpoint("10.0.0.1", 2020)))
        .start(reports::add);
    assertThat(reports).containsExactly(Set.of(ONE, TWO));
  }
}
