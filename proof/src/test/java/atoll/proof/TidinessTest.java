package atoll.proof;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TidinessTest {

  private static final int MOST_WORDS = 12;

  @TempDir private Path folder;

  private static List<Path> texts() {
    List<Path> texts = House.files(House.TOP).stream().filter(Tidiness::isText).toList();
    assertThat(texts).hasSizeGreaterThan(50);
    return texts;
  }

  private static List<Path> tests() {
    List<Path> tests = new ArrayList<>();
    House.rooms()
        .forEach(room ->
            tests.addAll(House.files(House.TOP.resolve(room).resolve("src/test"), ".java")));
    tests.addAll(House.files(House.TOP.resolve("sim/src/main"), ".java"));
    return tests;
  }

  @Test
  void nothingIsLeftUnfinishedWithoutAnIssue() {
    assertThat(texts()).flatMap(Tidiness::unfinished).isEmpty();
  }

  @Test
  void noFileSpeaksOfSomebodysMachine() {
    assertThat(texts()).flatMap(Tidiness::privatePaths).isEmpty();
  }

  @Test
  void filesAreSmallOutsideTheCorpus() {
    Path corpus = House.TOP.resolve("corpus");
    assertThat(
            Tidiness.tooLarge(
                House.files(House.TOP).stream().filter(file -> !file.startsWith(corpus)).toList()))
        .isEmpty();
  }

  @Test
  void everyTestHasANameThatRuns() {
    assertThat(Tidiness.misnamedTests(tests())).isEmpty();
  }

  @Test
  void noTestCanBeOff() {
    assertThat(tests()).flatMap(Tidiness::switchedOff).isEmpty();
  }

  @Test
  void scriptsCanBeRun() throws IOException {
    List<Path> scripts = new ArrayList<>(House.files(House.TOP.resolve("bin")));
    scripts.addAll(House.files(House.TOP.resolve(".ci")));
    scripts.add(House.TOP.resolve("check"));
    scripts.add(House.TOP.resolve("atoll"));
    assertThat(scripts).allSatisfy(script -> assertThat(script).isExecutable());
    assertThat(scripts)
        .allSatisfy(
            script -> assertThat(Files.readString(script)).startsWith("#!/usr/bin/env bash\n"));
  }

  @Test
  void namesKeepToTheVocabulary() {
    assertThat(Tidiness.bannedNames(House.classes(), Tidiness.bannedWords())).isEmpty();
  }

  @Test
  void bannedWordsAreFewAndStandInTheVocabulary() {
    String vocabulary = House.read(House.TOP.resolve("docs/vocabulary.md"));
    assertThat(Arrows.rooms()).containsAll(Tidiness.bannedWords().keySet());
    assertThat(Tidiness.bannedWords().values())
        .allSatisfy(words -> assertThat(words).hasSizeLessThanOrEqualTo(MOST_WORDS))
        .allSatisfy(words -> assertThat(words).allMatch(vocabulary::contains));
  }

  @Test
  void whatIsUnfinishedIsFound() {
    Path file = Fixture.write(folder, "A.java", "// TO" + "DO later\n// TO" + "DO #12: then\n");
    assertThat(Tidiness.unfinished(file)).containsExactly(file + ": // TO" + "DO later");
  }

  @Test
  void aPrivatePathIsFound() {
    Path file =
        Fixture.write(folder, "a.sh", "cd /wor" + "k/x\ncd target/work/x\ncd /ho" + "me/me\n");
    assertThat(Tidiness.privatePaths(file)).hasSize(2);
  }

  @Test
  void aLargeFileIsFound() {
    Path small = Fixture.write(folder, "small", "x");
    Path large = Fixture.write(folder, "large", "x".repeat(Tidiness.MOST_BYTES + 1));
    assertThat(Tidiness.tooLarge(List.of(small, large)))
        .containsExactly(large + ": " + (Tidiness.MOST_BYTES + 1) + " bytes");
  }

  @Test
  void aTestThatWouldNotRunIsFoundAndAContractIsNot() {
    Path test =
        Fixture.write(folder, "RoomTests.java", "class RoomTests {\n  @Test\n void a() {}\n}");
    Path good = Fixture.write(folder, "RoomTest.java", "class RoomTest {\n  @Test void a() {}\n}");
    Path contract =
        Fixture.write(
            folder,
            "RoomContract.java",
            "public abstract class RoomContract {\n  @Test void a() {}\n}");
    assertThat(Tidiness.misnamedTests(List.of(test, good, contract)))
        .containsExactly(test.toString());
  }

  @Test
  void aTestThatCanBeOffIsFound() {
    Path file =
        Fixture.write(
            folder,
            "A.java",
            "@Dis" + "abled\nassume" + "True(linux);\nThread.sl" + "eep(5);\nvoid assumed() {}");
    assertThat(Tidiness.switchedOff(file)).hasSize(3);
  }

  @Test
  void aBannedNameIsFound() {
    assertThat(
            Tidiness.bannedNames(
                Fixture.compile(
                    folder,
                    "package atoll.volume; class FidTable { void readEpoch() {} void fidelity() {} }",
                    "package atoll.http; class FidTable {}"),
                Map.of("volume", Set.of("fid", "epoch"))))
        .containsExactlyInAnyOrder("atoll.volume.FidTable", "atoll.volume.FidTable.readEpoch");
  }
}
