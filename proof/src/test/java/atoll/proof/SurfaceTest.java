package atoll.proof;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SurfaceTest {

  @TempDir private Path folder;

  @Test
  void packagesHaveNoCycles() {
    assertThat(Surface.cycles(House.classes())).isEmpty();
  }

  @Test
  void everyPackageIsNullMarked() {
    assertThat(Surface.withoutNullMarked(House.classes())).isEmpty();
  }

  @Test
  void httpHidesNetty() {
    assertThat(Surface.nettyShown(House.classes())).isEmpty();
  }

  @Test
  void onlyTheOwnerOfTheTerminalPrints() {
    assertThat(Surface.printing(House.classes())).isEmpty();
  }

  @Test
  void classesAreFinal() {
    assertThat(Surface.notFinal(House.classes())).isEmpty();
  }

  @Test
  void aCycleIsFound() {
    assertThat(
            Surface.cycles(
                Fixture.compile(
                    folder,
                    "package atoll.volume.index; public class Index { atoll.volume.scrub.Scrub s; }",
                    "package atoll.volume.scrub; public class Scrub {"
                        + " atoll.volume.index.Index i; }")))
        .singleElement()
        .asString()
        .contains("atoll.volume.index", "atoll.volume.scrub");
  }

  @Test
  void aPackageWithoutNullMarkedIsFound() {
    assertThat(Surface.withoutNullMarked(Fixture.compile(folder, "package atoll.kit; class A {}")))
        .containsExactly("atoll.kit");
  }

  @Test
  void nettyInASignatureIsFoundAndNettyInsideIsNot() {
    assertThat(
            Surface.nettyShown(
                Fixture.compile(
                    folder,
                    "package io.netty; public class Buffer {}",
                    "package atoll.http; public class Open {"
                        + " public java.util.List<io.netty.Buffer> body() { return null; } }",
                    "package atoll.http; public class Shut { private io.netty.Buffer body; }",
                    "package atoll.http; class Hidden { public io.netty.Buffer body; }")))
        .containsExactly("atoll.http.Open shows io.netty.Buffer");
  }

  @Test
  void printingInAProductIsFound() {
    String source = "package atoll.%s; class A { void a() { System.out.println(1); } }";
    assertThat(
            Surface.printing(
                Fixture.compile(folder, source.formatted("mkv"), source.formatted("app"))))
        .singleElement()
        .asString()
        .contains("atoll.mkv.A.a()");
  }

  @Test
  void anOpenClassIsFound() {
    assertThat(
            Surface.notFinal(
                Fixture.compile(
                    folder,
                    "package atoll.mkv; class Open {}",
                    "package atoll.mkv; final class Shut extends Base {}",
                    "package atoll.mkv; abstract class Base {}")))
        .containsExactly("atoll.mkv.Open is not final and nobody extends it");
  }
}
