package atoll.libmanta.generate;

import static org.assertj.core.api.Assertions.assertThat;

import atoll.sim.property.Property;
import java.util.HashSet;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("simulation")
class MantaGeneratorsTest {

  @Test
  void textHasTheLengthAndTheLettersThatWereAsked() {
    Property.check("12 letters", MantaGenerators.text(12), text -> text.matches("[a-z0-9]{12}"));
    Property.check("1 to 9", MantaGenerators.text(1, 9), text -> text.matches("[a-z0-9]{1,9}"));
  }

  @Test
  void idsAreUuidsOfVersionFourAndDiffer() {
    Set<String> seen = new HashSet<>();
    Property.expect(
        "uuids",
        MantaGenerators.uuids(),
        text -> {
          assertThat(UUID.fromString(text)).hasToString(text);
          assertThat(UUID.fromString(text).version()).isEqualTo(4);
          seen.add(text);
        });
    assertThat(seen).hasSizeGreaterThan(100);
  }

  @Test
  void sharksAreNamedAsMantaNamesThem() {
    Property.check(
        "storage ids",
        MantaGenerators.storageIds(),
        id -> id.matches("[1-9][0-9]?\\.[a-z0-9]{1,99}\\.[a-z0-9]{1,99}"));
  }
}
