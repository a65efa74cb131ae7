package atoll.mkv.host;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HostPathTest {

  @Test
  void namesOfBlobsAndSidecarsAreFiles() {
    String name = "2cf2".repeat(16) + "-0000123456789abc";
    assertThat(HostPath.of("/2c/f2/" + name)).isEqualTo(new HostPath.Blob("2c", "f2", name));
    assertThat(HostPath.of("/2c/f2/" + name + ".key"))
        .isEqualTo(new HostPath.Blob("2c", "f2", name + ".key"));
    assertThat(HostPath.of("/5d/41/aGVsbG8=")).isEqualTo(new HostPath.Blob("5d", "41", "aGVsbG8="));
    assertThat(HostPath.of("/5d/41/a%2Db")).isEqualTo(new HostPath.Blob("5d", "41", "a-b"));
  }

  @Test
  void foldersEndWithASlash() {
    assertThat(HostPath.of("/")).isEqualTo(new HostPath.Folder(List.of()));
    assertThat(HostPath.of("/2c/")).isEqualTo(new HostPath.Folder(List.of("2c")));
    assertThat(HostPath.of("/2c/f2/")).isEqualTo(new HostPath.Folder(List.of("2c", "f2")));
    assertThat(HostPath.of("/2c/f2")).isEqualTo(new HostPath.Unended());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/../x",
        "/2c/../x",
        "/2c/f2/..",
        "/2c/f2/.",
        "/2c/f2/.hidden",
        "/2c/f2/a/b",
        "/2c/f2/a%2Fb",
        "/2c/f2/a%00b",
        "/2c/f2/a%5Cb",
        "/2c/f2/%2e%2e",
        "/2c/f2/%2E%2E%2F%2E%2E%2Fetc",
        "/2C/f2/a",
        "/2c//a",
        "//2c/f2/a",
        "/2c/f2/a%",
        "/2c/f2/ä",
        "/.mkv/lock",
        "/.mkv/changes/x",
        "/mkv-host.json/",
        "/mkv-host.jsonx",
        "*",
        ""
      })
  void anythingElseIsNothing(String path) {
    assertThat(HostPath.of(path)).isEqualTo(new HostPath.Nothing());
  }

  @Test
  void nameThatWouldNotFitTheLogIsNothing() {
    assertThat(HostPath.of("/2c/f2/" + "a".repeat(200))).isInstanceOf(HostPath.Blob.class);
    assertThat(HostPath.of("/2c/f2/" + "a".repeat(201))).isEqualTo(new HostPath.Nothing());
  }

  @Test
  void everyFileLiesBelowTheRoot() {
    Path root = Path.of("/data");
    assertThat(new HostPath.Blob("2c", "f2", "a").below(root)).isEqualTo(Path.of("/data/2c/f2/a"));
  }

  @Test
  void namesInTheLogTellWhereTheFileBelongs() {
    for (LoggedName.Kind kind : LoggedName.Kind.values()) {
      LoggedName name = new LoggedName(0x4d2, kind, new HostPath.Blob("2c", "f2", "a.b-c.key"));
      assertThat(LoggedName.parse(name.text())).contains(name);
    }
    assertThat(LoggedName.parse("00000000000004d2.x.2c.f2.a")).isEmpty();
    assertThat(LoggedName.parse("lost+found")).isEmpty();
  }
}
