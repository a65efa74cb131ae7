package atoll.sim.disk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.tuple;

import atoll.kit.Fault;
import atoll.kit.disk.DiskEntry;
import atoll.kit.disk.DiskFile;
import atoll.kit.disk.DiskSpace;
import atoll.kit.disk.OpenMode;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/// Names, kinds and times.
interface DirectoryContract extends DiskFixture {

  @Test
  default void directoriesAreMadeWithTheirParents() {
    disk().createDirectories(at("a/b/c"));
    assertThat(disk().find(at("a")).orElseThrow().kind()).isEqualTo(DiskEntry.Kind.DIRECTORY);
    assertThat(disk().find(at("a/b/c")).orElseThrow().kind()).isEqualTo(DiskEntry.Kind.DIRECTORY);
  }

  @Test
  default void makingADirectoryAgainKeepsWhatIsInIt() {
    disk().createDirectories(at("a"));
    written("a/f", "kept");
    disk().createDirectories(at("a"));
    disk().createDirectories(at("a/b"));
    assertThat(textOf(at("a/f"))).isEqualTo("kept");
  }

  @Test
  default void aFileInTheWayOfADirectoryIsAConflict() {
    written("a", "file");
    assertFault(Fault.CONFLICT, at("a"), () -> disk().createDirectories(at("a")));
    assertThat(textOf(at("a"))).isEqualTo("file");
  }

  @Test
  default void aListIsOrderedByNameAndTellsKindAndSize() {
    written("b", "12345");
    disk().createDirectories(at("c/inside"));
    written("a.dat", "");
    written("a", "1");
    written("B", "12");
    assertThat(disk().list(home()))
        .extracting(DiskEntry::name, DiskEntry::kind, DiskEntry::sizeBytes)
        .containsExactly(
            tuple("B", DiskEntry.Kind.FILE, 2L),
            tuple("a", DiskEntry.Kind.FILE, 1L),
            tuple("a.dat", DiskEntry.Kind.FILE, 0L),
            tuple("b", DiskEntry.Kind.FILE, 5L),
            tuple("c", DiskEntry.Kind.DIRECTORY, 0L));
  }

  @Test
  default void aListGivesFullPaths() {
    written("a", "");
    assertThat(disk().list(home())).extracting(DiskEntry::path).containsExactly(at("a"));
  }

  @Test
  default void aListOfAnEmptyDirectoryIsEmpty() {
    assertThat(disk().list(home())).isEmpty();
  }

  @Test
  default void aListOfNothingIsNotFound() {
    assertFault(Fault.NOT_FOUND, at("none"), () -> disk().list(at("none")));
  }

  @Test
  default void aListOfAFileIsAConflict() {
    written("a", "file");
    assertFault(Fault.CONFLICT, at("a"), () -> disk().list(at("a")));
  }

  @Test
  default void findTellsWhatStandsAtAPath() {
    written("a", "12345");
    DiskEntry entry = disk().find(at("a")).orElseThrow();
    assertThat(entry.path()).isEqualTo(at("a"));
    assertThat(entry.kind()).isEqualTo(DiskEntry.Kind.FILE);
    assertThat(entry.sizeBytes()).isEqualTo(5);
    assertThat(disk().find(home()).orElseThrow().kind()).isEqualTo(DiskEntry.Kind.DIRECTORY);
    assertThat(disk().find(home()).orElseThrow().sizeBytes()).isZero();
  }

  @Test
  default void findOfNothingIsEmpty() {
    written("file", "");
    assertThat(disk().find(at("none"))).isEmpty();
    assertThat(disk().find(at("none/below"))).isEmpty();
    assertThat(disk().find(at("file/below"))).isEmpty();
  }

  @Test
  default void findSeesTheLengthOfAnOpenFile() {
    try (DiskFile file = fileWith("a", "12345")) {
      assertThat(disk().find(at("a")).orElseThrow().sizeBytes()).isEqualTo(5);
      file.truncate(2);
      assertThat(disk().find(at("a")).orElseThrow().sizeBytes()).isEqualTo(2);
    }
  }

  @Test
  default void aDeletedFileIsGone() {
    Path path = written("a", "x");
    assertThat(disk().delete(path)).isTrue();
    assertThat(disk().find(path)).isEmpty();
    assertThat(disk().list(home())).isEmpty();
    assertFault(Fault.NOT_FOUND, path, () -> disk().open(path, OpenMode.READ));
  }

  @Test
  default void deletingNothingSaysSo() {
    assertThat(disk().delete(at("none"))).isFalse();
    assertThat(disk().delete(at("none/below"))).isFalse();
  }

  @Test
  default void anEmptyDirectoryCanBeDeleted() {
    disk().createDirectories(at("d"));
    assertThat(disk().delete(at("d"))).isTrue();
    assertThat(disk().find(at("d"))).isEmpty();
  }

  @Test
  default void aDirectoryWithContentCannotBeDeleted() {
    disk().createDirectories(at("d"));
    written("d/a", "kept");
    assertFault(Fault.CONFLICT, at("d"), () -> disk().delete(at("d")));
    assertThat(textOf(at("d/a"))).isEqualTo("kept");
  }

  @Test
  default void aDeletedNameCanBeUsedAnew() {
    disk().delete(written("a", "old and longer"));
    assertThat(textOf(written("a", "new"))).isEqualTo("new");
  }

  @Test
  default void aRenameMovesTheFile() {
    Path from = written("a", "content");
    disk().rename(from, at("b"));
    assertThat(disk().find(from)).isEmpty();
    assertThat(textOf(at("b"))).isEqualTo("content");
  }

  @Test
  default void aRenameReplacesWhatIsThere() {
    Path from = written("a", "new");
    Path to = written("b", "old and longer");
    disk().rename(from, to);
    assertThat(textOf(to)).isEqualTo("new");
    assertThat(disk().list(home())).hasSize(1);
  }

  @Test
  default void aRenameGoesToAnotherDirectory() {
    disk().createDirectories(at("d"));
    disk().rename(written("a", "content"), at("d/a"));
    assertThat(disk().find(at("a"))).isEmpty();
    assertThat(textOf(at("d/a"))).isEqualTo("content");
  }

  @Test
  default void aRenameToItselfKeepsTheFile() {
    Path path = written("a", "content");
    disk().rename(path, path);
    assertThat(textOf(path)).isEqualTo("content");
  }

  @Test
  default void aRenameOfNothingIsNotFound() {
    Path to = written("b", "kept");
    assertFault(Fault.NOT_FOUND, at("none"), () -> disk().rename(at("none"), to));
    assertThat(textOf(to)).isEqualTo("kept");
  }

  @Test
  default void aRenameIntoNoDirectoryIsNotFound() {
    Path from = written("a", "kept");
    assertFault(Fault.NOT_FOUND, () -> disk().rename(from, at("none/a")));
    assertThat(textOf(from)).isEqualTo("kept");
  }

  @Test
  default void aFileDoesNotReplaceADirectory() {
    Path from = written("a", "kept");
    disk().createDirectories(at("d"));
    assertFault(Fault.CONFLICT, () -> disk().rename(from, at("d")));
    assertThat(textOf(from)).isEqualTo("kept");
    assertThat(disk().find(at("d")).orElseThrow().kind()).isEqualTo(DiskEntry.Kind.DIRECTORY);
  }

  @Test
  default void aTimeThatWasSetIsShown() {
    Path path = written("a", "x");
    Instant time = Instant.parse("2001-02-03T04:05:06.007Z");
    disk().setModified(path, time);
    assertThat(disk().find(path).orElseThrow().modified()).isEqualTo(time);
    assertThat(disk().list(home()).getFirst().modified()).isEqualTo(time);
    assertThat(textOf(path)).isEqualTo("x");
  }

  @Test
  default void aWriteMovesTheTime() {
    Instant time = Instant.parse("2001-02-03T04:05:06Z");
    try (DiskFile file = fileWith("a", "x")) {
      disk().setModified(at("a"), time);
      file.append(Buffers.of("y"));
    }
    assertThat(disk().find(at("a")).orElseThrow().modified()).isAfter(time);
  }

  @Test
  default void theTimeOfNothingCannotBeSet() {
    assertFault(Fault.NOT_FOUND, at("none"), () -> disk().setModified(at("none"), Instant.EPOCH));
  }

  @Test
  default void aDirectoryCanBeSynced() {
    written("a", "x");
    assertThatCode(() -> disk().syncDirectory(home())).doesNotThrowAnyException();
    assertThat(disk().list(home())).hasSize(1);
  }

  @Test
  default void syncingNothingIsNotFound() {
    assertFault(Fault.NOT_FOUND, at("none"), () -> disk().syncDirectory(at("none")));
  }

  @Test
  default void aDiskKnowsItsSpace() {
    DiskSpace space = disk().space(home());
    assertThat(space.totalBytes()).isPositive();
    assertThat(space.freeBytes()).isBetween(0L, space.totalBytes());
    assertThat(space.usableBytes()).isBetween(0L, space.freeBytes());
  }

  @Test
  default void theSpaceOfNothingIsNotFound() {
    assertFault(Fault.NOT_FOUND, at("none"), () -> disk().space(at("none")));
  }
}
