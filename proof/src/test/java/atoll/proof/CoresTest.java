package atoll.proof;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CoresTest {

  @TempDir private Path folder;

  @Test
  void coresReachTheWorldThroughSeamsAlone() {
    assertThat(Cores.broken(House.classes())).isEmpty();
  }

  @Test
  void everyCoreBelongsToARoom() {
    for (String line : House.data("cores.txt")) {
      assertThat(Arrows.rooms()).contains(House.roomOf(line.replace("- ", "")));
    }
  }

  @Test
  void aShellMayActAndItsCoreMayNot() {
    assertThat(Cores.isCore("atoll.kit")).isTrue();
    assertThat(Cores.isCore("atoll.kit.disk")).isTrue();
    assertThat(Cores.isCore("atoll.kit.real")).isFalse();
    assertThat(Cores.isCore("atoll.volume.vacuum")).isTrue();
    assertThat(Cores.isCore("atoll.volumeserver")).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "System.nanoTime()",
        "java.time.Instant.now()",
        "java.time.Clock.systemUTC()",
        "Math.random()",
        "new java.util.Random(7)",
        "java.util.UUID.randomUUID()",
        "java.nio.file.Files.exists(java.nio.file.Path.of(\"x\"))",
        "new java.io.File(\"x\")",
        "new java.net.Socket()",
        "new Thread()",
        "Thread.ofVirtual()",
        "java.util.concurrent.Executors.newCachedThreadPool()",
      })
  void aCallOutOfACoreIsFound(String call) {
    assertThat(
            Cores.broken(
                Fixture.compile(
                    folder,
                    "package atoll.volume; class Bad { Object bad() throws Exception { return "
                        + call
                        + "; } }")))
        .isNotEmpty()
        .allMatch(line -> line.contains("atoll.volume.Bad.bad()"));
  }

  @Test
  void whatOnlyCountsOrComputesIsFine() {
    String source =
        "package atoll.volume; class Good { Object good() {"
            + " return java.time.Duration.ofMillis(3).plus(java.nio.file.Path.of(\"x\").toString()"
            + ".length(), java.time.temporal.ChronoUnit.NANOS); } }";
    assertThat(Cores.broken(Fixture.compile(folder, source))).isEmpty();
  }
}
