package atoll.sim.disk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import atoll.kit.AtollException;
import atoll.kit.Fault;
import atoll.kit.disk.DiskFile;
import atoll.kit.disk.OpenMode;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// The modes in which a file is opened.
interface OpeningContract extends DiskFixture {

  @Test
  default void aFileIsReadBackThroughAnotherOpening() {
    assertThat(textOf(written("a", "hello"))).isEqualTo("hello");
  }

  @ParameterizedTest
  @EnumSource(names = {"READ", "WRITE"})
  default void aMissingFileIsNotFound(OpenMode mode) {
    assertFault(Fault.NOT_FOUND, at("none"), () -> disk().open(at("none"), mode));
    assertThat(disk().find(at("none"))).isEmpty();
  }

  @ParameterizedTest
  @EnumSource
  default void aMissingDirectoryIsNotFound(OpenMode mode) {
    Path path = home().resolve("none").resolve("a");
    assertFault(Fault.NOT_FOUND, path, () -> disk().open(path, mode));
  }

  @ParameterizedTest
  @EnumSource(names = {"CREATE", "CREATE_NEW"})
  default void creatingMakesAnEmptyFile(OpenMode mode) {
    try (DiskFile file = disk().open(at("a"), mode)) {
      assertThat(file.size()).isZero();
      file.append(Buffers.of("x"));
      assertThat(Buffers.text(file)).isEqualTo("x");
    }
    assertThat(disk().find(at("a"))).isPresent();
  }

  @ParameterizedTest
  @EnumSource(names = {"READ", "WRITE", "CREATE"})
  default void openingKeepsWhatIsThere(OpenMode mode) {
    written("a", "kept");
    try (DiskFile file = disk().open(at("a"), mode)) {
      assertThat(Buffers.text(file)).isEqualTo("kept");
    }
  }

  @Test
  default void creatingANewFileUnderATakenNameIsAConflict() {
    written("a", "first");
    assertFault(Fault.CONFLICT, at("a"), () -> disk().open(at("a"), OpenMode.CREATE_NEW));
    assertThat(textOf(at("a"))).isEqualTo("first");
  }

  @ParameterizedTest
  @EnumSource
  default void openingADirectoryIsAConflict(OpenMode mode) {
    disk().createDirectories(at("d"));
    assertFault(Fault.CONFLICT, at("d"), () -> disk().open(at("d"), mode));
  }

  @Test
  default void aFileOpenForReadingRefusesEveryChange() {
    Path path = written("a", "as it was");
    try (DiskFile file = disk().open(path, OpenMode.READ);
        DiskFile other = fileWith("b", "other")) {
      assertThatExceptionOfType(AtollException.class)
          .isThrownBy(() -> file.append(Buffers.of("x")))
          .withMessageContaining(path.toString());
      assertThatExceptionOfType(AtollException.class)
          .isThrownBy(() -> file.writeAt(0, Buffers.of("x")));
      assertThatExceptionOfType(AtollException.class).isThrownBy(() -> file.truncate(1));
      assertThatExceptionOfType(AtollException.class).isThrownBy(() -> other.copyTo(file, 0, 5, 0));
      assertThat(Buffers.text(file)).isEqualTo("as it was");
    }
  }

  @Test
  default void aFileKnowsThePathItWasOpenedBy() {
    try (DiskFile file = fileWith("a", "")) {
      assertThat(file.path()).isEqualTo(at("a"));
    }
  }

  @Test
  default void twoOpeningsOfAFileSeeEachOther() {
    try (DiskFile one = fileWith("a", "one");
        DiskFile two = disk().open(at("a"), OpenMode.WRITE)) {
      two.append(Buffers.of("two"));
      assertThat(one.append(Buffers.of("!"))).isEqualTo(6);
      assertThat(Buffers.text(two)).isEqualTo("onetwo!");
    }
  }
}
