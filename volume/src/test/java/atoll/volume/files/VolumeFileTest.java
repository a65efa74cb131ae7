package atoll.volume.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import atoll.kit.AtollException;
import atoll.kit.Bytes;
import atoll.kit.Fault;
import atoll.kit.Randomness;
import atoll.volume.Corpus;
import atoll.volume.needle.VolumeId;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class VolumeFileTest {

  @ParameterizedTest
  @CsvSource({
    "7, '', 7",
    "photos_7, photos, 7",
    "with_under_4, with_under, 4",
    "_c_4294967295, _c, -1",
    "__7, _, 7"
  })
  void namesAreCutAtTheLastUnderscore(String base, String collection, int id) {
    VolumeName name = new VolumeName(collection, new VolumeId(id));
    assertThat(VolumeName.parse(base)).contains(name);
    assertThat(name).hasToString(base);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "_7", "a", "a_", "07", "a_07", "4294967296", "-1", "+1", "1 ", "a_b", "7_"})
  void namesThatNoVolumeWouldWriteAreNone(String base) {
    assertThat(VolumeName.parse(base)).isEmpty();
  }

  @ParameterizedTest
  @EnumSource
  void everyFileIsFoundByItsName(VolumeFile file) {
    VolumeName name = new VolumeName("with_under", new VolumeId(4));
    assertThat(VolumeFile.find(file.of(name))).contains(new VolumeFile.Found(name, file));
  }

  @ParameterizedTest
  @ValueSource(strings = {"vol_dir.uuid", "state.pb", "7.ec00", "7.idx.tmp", "a.dat", ".idx", "7"})
  void otherFilesAreNoFilesOfAVolume(String name) {
    assertThat(VolumeFile.find(name)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"../x", "a/b", "a\0"})
  void aCollectionCannotLeadOutOfItsDirectory(String collection) {
    assertThatThrownBy(() -> new VolumeName(collection, new VolumeId(1)))
        .isInstanceOf(AtollException.class)
        .extracting(e -> ((AtollException) e).fault())
        .isEqualTo(Fault.BAD_INPUT);
  }

  @Test
  void theIdOfADirectoryIsATextAlone() {
    Bytes file = Bytes.of(Corpus.content("info/vol_dir.uuid"));
    DirectoryId id = DirectoryId.read(file).orElseThrow();
    assertThat(id.write()).isEqualTo(file);
    assertThat(UUID.fromString(id.text()).version()).isEqualTo(4);
    assertThat(DirectoryId.read(Bytes.EMPTY)).isEqualTo(Optional.empty());
  }

  @Test
  void aFreshIdIsARandomUuid() {
    SplittableRandom random = new SplittableRandom(1);
    Randomness randomness = random::nextLong;
    for (int i = 0; i < 100; i++) {
      DirectoryId id = DirectoryId.fresh(randomness);
      UUID uuid = UUID.fromString(id.text());
      assertThat(uuid.version()).isEqualTo(4);
      assertThat(uuid.variant()).isEqualTo(2);
      assertThat(uuid).hasToString(id.text());
    }
  }
}
