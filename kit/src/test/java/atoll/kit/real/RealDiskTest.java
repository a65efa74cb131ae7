package atoll.kit.real;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import atoll.kit.AtollException;
import atoll.kit.Fault;
import atoll.kit.disk.DiskEntry;
import atoll.kit.disk.DiskFile;
import atoll.kit.disk.OpenMode;
import atoll.kit.event.Events;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Both ways to the file system: the same calls, the same answers.
class RealDiskTest {

  @TempDir Path directory;

  enum Way {
    LIBC,
    CHANNELS;

    RealDisk disk() {
      return disk(Events.NONE);
    }

    RealDisk disk(Events events) {
      return switch (this) {
        case LIBC -> new RealDisk(new PosixOpener(new PosixLibrary()), events);
        case CHANNELS -> new RealDisk(new ChannelOpener(), events);
      };
    }

    Way other() {
      return switch (this) {
        case LIBC -> CHANNELS;
        case CHANNELS -> LIBC;
      };
    }
  }

  @Test
  void linuxWithNativeAccessGoesThroughLibc() {
    assertThat(new RealDisk(Events.NONE)).hasToString("the file system through libc");
  }

  @ParameterizedTest
  @EnumSource
  void appendsGatherAnyCountOfSources(Way way) throws IOException {
    Path path = directory.resolve("many");
    try (DiskFile file = way.disk().open(path, OpenMode.CREATE)) {
      ByteBuffer[] sources = new ByteBuffer[50];
      StringBuilder expected = new StringBuilder("head");
      file.append(direct("head"));
      for (int i = 0; i < sources.length; i++) {
        String text = i % 7 == 0 ? "" : "source " + i + ";";
        sources[i] = direct(text);
        expected.append(text);
      }
      assertThat(file.append(sources)).isEqualTo(4);
      assertThat(sources).noneMatch(ByteBuffer::hasRemaining);
      assertThat(file.size()).isEqualTo(expected.length());
      assertThat(Files.readString(path)).isEqualTo(expected.toString());
      assertThat(file.append()).isEqualTo(expected.length());
    }
  }

  @ParameterizedTest
  @EnumSource
  void readsStopAtTheEnd(Way way) {
    try (DiskFile file = way.disk().open(directory.resolve("short"), OpenMode.CREATE)) {
      file.writeAt(3, direct("abc"));
      ByteBuffer target = ByteBuffer.allocateDirect(10).position(1);
      assertThat(file.readAt(0, target)).isEqualTo(6);
      assertThat(target.position()).isEqualTo(7);
      assertThat(text(target.flip().position(1))).isEqualTo("\0\0\0abc");
      assertThat(file.readAt(6, target.clear())).isZero();
      assertThat(file.readAt(600, target.clear())).isZero();
    }
  }

  @ParameterizedTest
  @EnumSource
  void copiesBetweenFilesAsFarAsTheSourceGoes(Way way) {
    RealDisk disk = way.disk();
    try (DiskFile from = disk.open(directory.resolve("from"), OpenMode.CREATE);
        DiskFile to = disk.open(directory.resolve("to"), OpenMode.CREATE)) {
      from.append(direct("0123456789"));
      to.append(direct("abcdefghij"));
      assertThat(from.copyTo(to, 2, 3, 5)).isEqualTo(3);
      assertThat(from.copyTo(to, 8, 100, 20)).isEqualTo(2);
      assertThat(from.copyTo(to, 10, 1, 0)).isZero();
      ByteBuffer target = ByteBuffer.allocateDirect(30);
      to.readAt(0, target);
      assertThat(text(target.flip())).isEqualTo("abcde234ij\0\0\0\0\0\0\0\0\0\00089");
    }
  }

  @ParameterizedTest
  @EnumSource
  void copiesLargerThanOneStepOfMemoryGoThroughAnyFile(Way way) {
    byte[] content = new byte[700_001];
    for (int i = 0; i < content.length; i++) {
      content[i] = (byte) ((i * 31) >> 3);
    }
    try (DiskFile from = way.disk().open(directory.resolve("from"), OpenMode.CREATE);
        DiskFile to = way.other().disk().open(directory.resolve("to"), OpenMode.CREATE)) {
      from.append(ByteBuffer.allocateDirect(content.length).put(content).flip());
      assertThat(from.copyTo(to, 1, content.length, 0)).isEqualTo(content.length - 1);
      ByteBuffer target = ByteBuffer.allocateDirect(content.length);
      to.readAt(1, target);
      byte[] copied = new byte[content.length - 2];
      target.flip().get(copied);
      assertThat(copied).isEqualTo(Arrays.copyOfRange(content, 2, content.length));
    }
  }

  @ParameterizedTest
  @EnumSource
  void truncationCutsAndExtends(Way way) {
    try (DiskFile file = way.disk().open(directory.resolve("cut"), OpenMode.CREATE)) {
      file.append(direct("0123456789"));
      file.truncate(4);
      file.truncate(4);
      file.truncate(7);
      ByteBuffer target = ByteBuffer.allocateDirect(30);
      assertThat(file.readAt(0, target)).isEqualTo(7);
      assertThat(text(target.flip())).isEqualTo("0123\0\0\0");
      file.truncate(0);
      assertThat(file.size()).isZero();
    }
  }

  @ParameterizedTest
  @EnumSource
  void preallocationKeepsTheLength(Way way) {
    try (DiskFile file = way.disk().open(directory.resolve("room"), OpenMode.CREATE)) {
      file.append(direct("abc"));
      file.preallocate(0, 1 << 20);
      file.preallocate(0, 0);
      file.syncData();
      file.syncAll();
      assertThat(file.size()).isEqualTo(3);
    }
    way.disk().syncDirectory(directory);
  }

  @ParameterizedTest
  @EnumSource
  void namesBeyondAsciiReachTheSameFile(Way way) {
    String name = "größe-文.dat";
    Charset names = Charset.forName(System.getProperty("sun.jnu.encoding"));
    // In the locale "C" no program in Java can name such a file.
    Path path = directory.resolve(names.newEncoder().canEncode(name) ? name : "size.dat");
    RealDisk disk = way.disk();
    disk.open(path, OpenMode.CREATE_NEW).close();
    assertThat(disk.list(directory)).extracting(DiskEntry::path).containsExactly(path);
    disk.open(path, OpenMode.READ).close();
  }

  @ParameterizedTest
  @EnumSource
  void refusalsAreWordedAndHaveTheirFault(Way way) throws IOException {
    RealDisk disk = way.disk();
    Path file = Files.createFile(directory.resolve("file"));
    Path missing = directory.resolve("missing");
    assertFault(Fault.NOT_FOUND, "open", missing, () -> disk.open(missing, OpenMode.READ));
    assertFault(Fault.NOT_FOUND, "open", missing, () -> disk.open(missing, OpenMode.WRITE));
    Path below = missing.resolve("x");
    assertFault(Fault.NOT_FOUND, "open", below, () -> disk.open(below, OpenMode.CREATE));
    assertFault(Fault.CONFLICT, "open", file, () -> disk.open(file, OpenMode.CREATE_NEW));
    assertFault(Fault.CONFLICT, "open", directory, () -> disk.open(directory, OpenMode.READ));
    assertFault(Fault.CONFLICT, "open", directory, () -> disk.open(directory, OpenMode.WRITE));
    Path inFile = file.resolve("x");
    assertFault(Fault.CONFLICT, "open", inFile, () -> disk.open(inFile, OpenMode.CREATE));
    assertFault(Fault.NOT_FOUND, "rename", missing, () -> disk.rename(missing, file));
    assertFault(Fault.NOT_FOUND, "list", missing, () -> disk.list(missing));
    assertFault(Fault.CONFLICT, "list", file, () -> disk.list(file));
    assertFault(Fault.CONFLICT, "delete", directory, () -> disk.delete(directory));
    assertFault(Fault.CONFLICT, "create directory", file, () -> disk.createDirectories(file));
    assertFault(Fault.NOT_FOUND, "sync", missing, () -> disk.syncDirectory(missing));
    assertFault(Fault.NOT_FOUND, "space", missing, () -> disk.space(missing));
    assertFault(
        Fault.NOT_FOUND, "set time", missing, () -> disk.setModified(missing, Instant.EPOCH));
    assertThat(disk.find(missing)).isEmpty();
    assertThat(disk.find(inFile)).isEmpty();
    assertThat(disk.delete(missing)).isFalse();
  }

  private static void assertFault(Fault fault, String operation, Path path, ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            AtollException.class, e -> assertThat(e.fault()).as(e.getMessage()).isEqualTo(fault))
        .hasMessageStartingWith(operation)
        .hasMessageContaining(path.toString());
  }

  static ByteBuffer direct(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    return ByteBuffer.allocateDirect(bytes.length).put(bytes).flip();
  }

  static String text(ByteBuffer bytes) {
    return StandardCharsets.UTF_8.decode(bytes).toString();
  }
}
