package atoll.app.volumetool;

import static org.assertj.core.api.Assertions.assertThat;

import atoll.kit.Fault;
import atoll.kit.disk.DiskLock;
import atoll.kit.event.Events;
import atoll.kit.real.RealDisk;
import atoll.volume.DirectoryLock;
import atoll.volume.VolumePaths;
import atoll.volume.files.VolumeName;
import atoll.volume.needle.VolumeId;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/// The commands, on copies of a volume that the Go server wrote.
class VolumeToolTest {

  private static final Path CORPUS = Path.of("..", "corpus", "volume-formats", "v3");

  @TempDir private Path folder;
  private Path data = Path.of("");
  private Path index = Path.of("");
  private StringWriter out = new StringWriter();
  private StringWriter err = new StringWriter();

  @BeforeEach
  void copy() throws IOException {
    for (String file : List.of("3.dat", "3.idx", "3.vif")) {
      Files.copy(CORPUS.resolve(file), folder.resolve(file), StandardCopyOption.REPLACE_EXISTING);
    }
    data = folder.resolve("3.dat");
    index = folder.resolve("3.idx");
  }

  private int run(Object... words) {
    out = new StringWriter();
    err = new StringWriter();
    return new CommandLine(new VolumeToolCommand())
        .setOut(new PrintWriter(out))
        .setErr(new PrintWriter(err, true))
        .execute(Arrays.stream(words).map(Object::toString).toArray(String[]::new));
  }

  private void flip(long offset) throws IOException {
    byte[] content = Files.readAllBytes(data);
    content[(int) offset] ^= 1;
    Files.write(data, content);
  }

  private List<String> names(Path directory) throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files.map(path -> path.getFileName().toString()).sorted().toList();
    }
  }

  @Test
  void aSoundVolumeIsCleanByAnyOfItsNames() throws IOException {
    for (Path name : List.of(data, index, folder.resolve("3"), folder)) {
      assertThat(run("check", name)).as(err.toString()).isZero();
      assertThat(out.toString())
          .isEqualTo("volume 3: 22 records, 14 live needles, 3 deleted, 22 rows; clean\n");
    }
    assertThat(names(folder)).containsExactly("3.dat", "3.idx", "3.vif");
    assertThat(run("fix", data)).isZero();
    assertThat(out.toString()).isEqualTo("volume 3: nothing is to be done\n");
  }

  @Test
  void namesThatAreNoVolumeAreRefused() {
    assertThat(run("check", folder.resolve("x"))).isNotZero();
    assertThat(run("check", folder.resolve("99.dat"))).isEqualTo(Fault.NOT_FOUND.exitCode());
    assertThat(err.toString()).contains("volume 99: there is no ").contains("99.dat");
  }

  @Test
  void damageIsToldAndLeftOutOnlyWhenToldTo() throws IOException {
    flip(28);
    assertThat(run("check", data)).isEqualTo(Fault.CORRUPT.exitCode());
    assertThat(out.toString().lines())
        .anyMatch(line -> line.startsWith(data + " at offset 8: 80 bytes are no whole record"))
        .anyMatch(line -> line.startsWith("volume 3: with fix, nothing is done: 1 damaged"));
    assertThat(run("fix", data, "--dry-run", "--skip-damage")).isEqualTo(Fault.CORRUPT.exitCode());
    assertThat(run("fix", data)).isEqualTo(Fault.CORRUPT.exitCode());
    assertThat(err.toString()).contains("--skip-damage");
    assertThat(names(folder)).containsExactly("3.dat", "3.idx", "3.vif", "atoll.lock");

    assertThat(run("fix", data, "--skip-damage")).isEqualTo(Fault.CORRUPT.exitCode());
    assertThat(names(folder))
        .containsExactly("3.dat", "3.dat.tail-8", "3.idx", "3.idx.tail-0", "3.vif", "atoll.lock");
    assertThat(run("check", data)).as(out.toString()).isZero();
  }

  @Test
  void aLostIndexIsMadeAnew() throws IOException {
    byte[] before = Files.readAllBytes(index);
    Files.delete(index);
    assertThat(run("fix", data)).isZero();
    // Without the old index, the live needle 8 that was overwritten by an empty one counts as
    // deleted, for nothing tells its record from a tombstone.
    Arrays.fill(before, before.length - 20, before.length - 16, (byte) -1);
    assertThat(Files.readAllBytes(index)).isEqualTo(before);
    assertThat(run("check", data)).isZero();
  }

  @Test
  void aVolumeInUseIsRefused() throws Exception {
    Files.delete(index);
    try (DiskLock _ = DirectoryLock.take(new RealDisk(Events.NONE), folder)) {
      assertThat(run("fix", data)).isEqualTo(Fault.BUSY.exitCode());
      assertThat(err.toString()).contains("is in use by a server or a tool");
    }
    // Another process that has the file open, and knows of no lock.
    Process reader = new ProcessBuilder("tail", "-f", data.toString()).start();
    try {
      while (OpenElsewhere.find(new VolumePaths(folder, new VolumeName("", new VolumeId(3))))
          .isEmpty()) {
        assertThat(reader.isAlive()).isTrue();
        Thread.onSpinWait();
      }
      assertThat(run("fix", data)).isEqualTo(Fault.BUSY.exitCode());
      assertThat(err.toString()).contains("process " + reader.pid() + " (tail) has ");
    } finally {
      reader.destroy();
      reader.waitFor();
    }
    assertThat(run("fix", data)).isZero();
  }

  @Test
  void anExportHoldsWhatTheNeedlesHold() throws Exception {
    Path tar = folder.resolve("all.tar");
    assertThat(run("export", data, "-o", tar)).as(err.toString()).isZero();
    assertThat(names(folder)).doesNotContain("all.tar.part");
    Path unpacked = Files.createDirectory(folder.resolve("unpacked"));
    Process unpack =
        new ProcessBuilder("tar", "-xf", tar.toString(), "-C", unpacked.toString())
            .redirectErrorStream(true)
            .start();
    String said = new String(unpack.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(unpack.waitFor()).as(said).isZero();

    Path direct = folder.resolve("direct");
    assertThat(run("export", data, "-o", direct)).isZero();
    assertThat(names(direct)).isEqualTo(names(unpacked)).contains("a_grüße.note.note");
    for (String name : names(direct)) {
      assertThat(direct.resolve(name)).hasSameBinaryContentAs(unpacked.resolve(name));
      assertThat(Files.getLastModifiedTime(direct.resolve(name)))
          .isEqualTo(Files.getLastModifiedTime(unpacked.resolve(name)));
    }
    assertThat(direct.resolve("a_grüße.note.note")).hasContent("hello, needle");
    assertThat(Files.getLastModifiedTime(direct.resolve("a_grüße.note.note")).toInstant())
        .hasToString("2023-11-14T22:13:20Z");

    assertThat(run("export", data, "-o", direct)).isEqualTo(Fault.CONFLICT.exitCode());
    assertThat(err.toString()).contains("exists already");
    Path some = folder.resolve("some");
    assertThat(
            run(
                "export",
                data,
                "-o",
                some,
                "--limit",
                "2",
                "--name-format",
                "../{{.Mime}}/../{{.Id}}"))
        .isZero();
    assertThat(names(some)).containsExactly("_");
    Path recent = folder.resolve("recent.tar");
    assertThat(run("export", data, "-o", recent, "--newer", "2024-01-01T00:00:00Z")).isZero();
    assertThat(err.toString()).isEqualTo("volume 3: 0 needles exported\n");
    assertThat(run("export", data, "-o", recent, "--newer", "2023-11-14T22:13:20Z")).isZero();
    assertThat(err.toString())
        .isEqualTo("volume 3: %d needles exported\n".formatted(names(unpacked).size()));
    assertThat(run("export", data, "-o", recent, "--newer", "soon")).isNotZero();
  }

  @Test
  void aDumpShowsEveryRecordAsTextOrJson() throws IOException {
    flip(28);
    assertThat(run("dump", data)).isEqualTo(Fault.CORRUPT.exitCode());
    List<String> lines = out.toString().lines().toList();
    assertThat(lines).hasSize(23);
    assertThat(lines.get(1)).startsWith("8\t80\tdamaged\tinvalid CRC for needle 1");
    assertThat(lines)
        .anyMatch(line -> line.matches(".*\tlive\t3,0a1000.*\tgrüße.note\ttext/x-note\t.*"));
    assertThat(run("dump", data, "--json", "--limit", "3")).isEqualTo(Fault.CORRUPT.exitCode());
    assertThat(out.toString().lines())
        .hasSize(3)
        .allMatch(line -> line.startsWith("{\"offset\":") && line.endsWith("\"}"));
  }
}
