package atoll.sharkspotter.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import atoll.kit.AtollException;
import atoll.kit.Fault;
import atoll.sharkspotter.ShardNumbers;
import atoll.sharkspotter.Spotting;
import atoll.sharkspotter.row.Row;
import atoll.sharkspotter.row.Slice;
import atoll.sharkspotter.row.Spotted;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ObjectFilesTest {

  private static final ShardNumbers SHARDS = new ShardNumbers(3, 4);

  @TempDir private Path folder;

  private static Spotted object(int shard, String shark, String value) {
    return Spotted.in(new Row(1, Slice.utf8("E"), Slice.utf8(value)), shard, shark);
  }

  @Test
  void eachSharkHasAFolderAndEachShardAFile() throws IOException {
    Map<String, Path> folders =
        Map.of("1.stor.x", folder.resolve("1.stor"), "2.stor.x", folder.resolve("2.stor.x"));
    try (ObjectFiles files = ObjectFiles.creating(folders, SHARDS, ObjectLine.METADATA)) {
      files.spotted(object(3, "1.stor.x", "{ \"a\": \"b c\" }"));
      files.spotted(object(3, "1.stor.x", "{\"b\":\n1}"));
      files.spotted(object(4, "2.stor.x", "{}"));
      files.settle(3);
      files.settle(4);
    }
    assertThat(folder.resolve("1.stor/shard_3.objs")).hasContent("{\"a\":\"b c\"}\n{\"b\":1}\n");
    assertThat(folder.resolve("1.stor/shard_4.objs")).isEmptyFile();
    assertThat(folder.resolve("2.stor.x/shard_3.objs")).isEmptyFile();
    assertThat(folder.resolve("2.stor.x/shard_4.objs")).hasContent("{}\n");
  }

  @Test
  void aFolderThatIsThereIsNotTouched() throws IOException {
    Files.createDirectory(folder.resolve("b"));
    assertThatExceptionOfType(AtollException.class)
        .isThrownBy(() ->
            ObjectFiles.creating(
                Map.of("a.x", folder.resolve("a"), "b.x", folder.resolve("b")),
                SHARDS,
                ObjectLine.METADATA))
        .matches(thrown -> thrown.fault() == Fault.CONFLICT)
        .withMessageContaining("is there already");
    assertThat(folder.resolve("a")).doesNotExist();
    assertThat(folder.resolve("b")).isEmptyDirectory();
  }

  private ObjectFiles appending(Path file, ObjectLine line) {
    return ObjectFiles.appending(file, List.of("1.stor.x", "2.stor.x"), SHARDS, line);
  }

  @Test
  void oneFileIsWrittenOn() throws IOException {
    Path file = folder.resolve("all.objs");
    for (int round = 0; round < 2; round++) {
      try (ObjectFiles files = appending(file, ObjectLine.OBJECT_ID)) {
        assertThat(files.spotted(object(3, "1.stor.x", "{\"objectId\":\"one\"}")))
            .isEqualTo(Spotting.Reply.MORE);
        assertThat(files.spotted(object(4, "2.stor.x", "{\"objectId\":\"two\"}")))
            .isEqualTo(Spotting.Reply.MORE);
        files.settle(4);
      }
    }
    assertThat(file).hasContent("one\ntwo\none\ntwo\n");
  }

  @Test
  void anObjectWithoutAnIdHasNoLine() throws IOException {
    Path file = folder.resolve("all.objs");
    try (ObjectFiles files = appending(file, ObjectLine.OBJECT_ID)) {
      assertThat(files.spotted(object(3, "1.stor.x", "{}"))).isEqualTo(Spotting.Reply.UNUSABLE);
      files.settle(3);
    }
    assertThat(file).isEmptyFile();
  }

  @Test
  void manyLinesAreWrittenAsTheyCome() throws IOException {
    Path file = folder.resolve("all.objs");
    try (ObjectFiles files = appending(file, ObjectLine.METADATA)) {
      for (int line = 0; line < 10_000; line++) {
        files.spotted(
            object(3, "1.stor.x", "{\"n\":" + line + ",\"x\":\"" + "x".repeat(50) + "\"}"));
      }
      assertThat(Files.size(file)).isBetween(500_000L, 700_000L);
      files.settle(3);
      assertThat(Files.readAllLines(file))
          .hasSize(10_000)
          .last()
          .asString()
          .startsWith("{\"n\":9999,");
    }
  }

  @Test
  void aFileThatCannotBeWrittenSaysSoEveryTime() {
    try (ObjectFiles files = appending(Path.of("/dev/full"), ObjectLine.METADATA)) {
      files.spotted(object(3, "1.stor.x", "{}"));
      for (int attempt = 0; attempt < 2; attempt++) {
        assertThatExceptionOfType(AtollException.class)
            .isThrownBy(() -> files.settle(3))
            .matches(thrown -> thrown.fault() == Fault.NO_SPACE)
            .withMessageContaining("/dev/full");
      }
    }
  }

  /// As the work of a search that is told to stop is.
  @Test
  void anInterruptedThreadStillWrites() {
    Path file = folder.resolve("all.objs");
    try (ObjectFiles files = appending(file, ObjectLine.METADATA)) {
      Thread.currentThread().interrupt();
      files.spotted(object(3, "1.stor.x", "{}"));
      files.settle(3);
      assertThat(Thread.interrupted()).isTrue();
      files.spotted(object(3, "1.stor.x", "{}"));
      files.settle(3);
    }
    assertThat(file).hasContent("{}\n{}\n");
  }

  @Test
  void aPipeIsWrittenInto() throws Exception {
    Path pipe = folder.resolve("pipe");
    assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor()).isZero();
    Process reader = new ProcessBuilder("head", "-n", "1", pipe.toString()).start();
    try (ObjectFiles files = appending(pipe, ObjectLine.METADATA)) {
      files.spotted(object(3, "1.stor.x", "{\"a\":1}"));
      files.settle(3);
      assertThat(reader.inputReader(StandardCharsets.UTF_8).readLine()).isEqualTo("{\"a\":1}");
      assertThat(reader.waitFor(30, TimeUnit.SECONDS)).isTrue();
    } finally {
      reader.destroyForcibly();
    }
  }

  @Test
  void aFileThatCannotBeOpenedIsNamed() {
    assertThatExceptionOfType(AtollException.class)
        .isThrownBy(() -> appending(folder.resolve("no/file"), ObjectLine.METADATA))
        .withMessageContaining("no/file");
  }
}
