package atoll.sim.disk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import atoll.kit.AtollException;
import atoll.kit.Fault;
import atoll.kit.disk.Disk;
import atoll.kit.disk.DiskFile;
import atoll.kit.disk.OpenMode;
import java.nio.file.Path;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

/// What every part of [DiskContract] stands on.
interface DiskFixture {

  /// The disk under test, the same one throughout a test.
  Disk disk();

  /// An empty directory on it.
  Path home();

  default Path at(String name) {
    return home().resolve(name);
  }

  /// A new file with `text` in it, open for writing.
  default DiskFile fileWith(String name, String text) {
    DiskFile file = disk().open(at(name), OpenMode.CREATE_NEW);
    file.append(Buffers.of(text));
    return file;
  }

  /// A new closed file with `text` in it.
  default Path written(String name, String text) {
    fileWith(name, text).close();
    return at(name);
  }

  default String textOf(Path path) {
    try (DiskFile file = disk().open(path, OpenMode.READ)) {
      return Buffers.text(file);
    }
  }

  default void assertFault(Fault fault, ThrowingCallable call) {
    assertThatExceptionOfType(AtollException.class)
        .isThrownBy(call)
        .satisfies(thrown -> assertThat(thrown.fault()).isEqualTo(fault));
  }

  /// As above, and the message names `path`.
  default void assertFault(Fault fault, Path path, ThrowingCallable call) {
    assertThatExceptionOfType(AtollException.class)
        .isThrownBy(call)
        .withMessageContaining(path.toString())
        .satisfies(thrown -> assertThat(thrown.fault()).isEqualTo(fault));
  }
}
