package atoll.volume.needle;

import static org.assertj.core.api.Assertions.assertThat;

import atoll.volume.Corpus;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FileIdTest {

  @Test
  void keysReadAsTheGoServerReadsThem() {
    for (String[] row : Corpus.table("file-id-path.tsv")) {
      Parsed<NeedleKey> parsed = NeedleKey.parse(row[0]);
      if (row[1].equals("ok")) {
        NeedleKey key = new NeedleKey(id(row[2]), cookie(row[3]));
        assertThat(parsed).as(row[0]).isEqualTo(Parsed.value(key));
        assertThat("7," + key).isEqualTo(row[4]);
      } else {
        assertThat(parsed).as(row[0]).isEqualTo(Parsed.malformed(row[2]));
      }
    }
  }

  @Test
  void wholeFileIdsReadAsTheGoServerReadsThem() {
    for (String[] row : Corpus.table("file-id-whole.tsv")) {
      Parsed<FileId> parsed = FileId.parse(row[0]);
      if (row[1].equals("ok")) {
        FileId expected = new FileId(volume(row[2]), id(row[3]), cookie(row[4]));
        assertThat(parsed).as(row[0]).isEqualTo(Parsed.value(expected));
        assertThat(expected).hasToString(row[5]);
      } else {
        assertThat(parsed).as(row[0]).isEqualTo(Parsed.malformed(row[2]));
      }
    }
  }

  @Test
  void fileIdsPrintAsTheGoServerPrintsThemAndReadBack() {
    for (String[] row : Corpus.table("file-id-print.tsv")) {
      FileId id = new FileId(volume(row[0]), id(row[1]), cookie(row[2]));
      assertThat(id).hasToString(row[3]);
      if (id.key().id().value() != 0) {
        assertThat(FileId.parse(row[3])).isEqualTo(Parsed.value(id));
      }
    }
  }

  @Test
  void batchCallsSplitAtTheFirstComma() {
    assertThat(FileId.split("3,a,b")).isEqualTo(Parsed.value(new FileId.Split("3", "a,b")));
    assertThat(FileId.split(",a")).isEqualTo(Parsed.malformed("Wrong fid format."));
    assertThat(FileId.split("3")).isEqualTo(Parsed.malformed("Wrong fid format."));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      emptyValue = "",
      nullValues = "null",
      value = {
        "/3,01637037d6             |3   |01637037d6|''     |''",
        "/3,01637037d6.jpg         |3   |01637037d6|''     |.jpg",
        "/3,01637037d6.tar.gz      |3   |01637037d6.tar|'' |.gz",
        "/3,01637037d6_1.jpg       |3   |01637037d6_1|''   |.jpg",
        "/3,4,01637037d6           |3,4 |01637037d6|''     |''",
        "/3/01637037d6             |3   |01637037d6|''     |''",
        "/3/01637037d6.jpg         |3   |01637037d6|''     |.jpg",
        "/3/.jpg                   |3   |.jpg      |''     |''",
        "/3/01637037d6/cat.jpg     |3   |01637037d6|cat.jpg|.jpg",
        "/3/01637037d6/.jpg        |3   |01637037d6|.jpg   |.jpg",
        "/3/01637037d6/cat         |3   |01637037d6|cat    |''",
        "/,01637037d6              |''  |01637037d6|''     |''",
        "/3/                       |3   |''        |''     |''",
      })
  void pathsAreTakenApart(String path, String volume, String key, String name, String extension) {
    assertThat(FileIdPath.parse(path))
        .isEqualTo(Parsed.value(new FileIdPath(volume, key, name, extension, false)));
  }

  @Test
  void aPathMayNameAVolumeAlone() {
    assertThat(FileIdPath.parse("/3"))
        .isEqualTo(Parsed.value(new FileIdPath("3", "", "", "", true)));
    assertThat(FileIdPath.parse("/")).isEqualTo(Parsed.value(new FileIdPath("", "", "", "", true)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"/a/b/c/d,0112345678", "/3.5,0112345678", "/1.2,"})
  void aPathThatFailsThePeerIsMalformed(String path) {
    assertThat(FileIdPath.parse(path)).isEqualTo(Parsed.malformed("Invalid fid: " + path));
  }

  @Test
  void anUploadReadsItsKeyFromTheLastComma() {
    assertThat(FileIdPath.uploadKey("/3,01637037d6_2.jpg")).isEqualTo("01637037d6_2");
    assertThat(FileIdPath.uploadKey("/3.1,01637037d6")).isEqualTo("01637037d6");
    assertThat(FileIdPath.uploadKey("/3/01637037d6.jpg")).isEqualTo("/3/01637037d6");
  }

  @Test
  void aTokenNamesTheKeyWithoutItsDelta() {
    assertThat(NeedleKey.withoutDelta("01637037d6_2")).isEqualTo("01637037d6");
    assertThat(NeedleKey.withoutDelta("01637037d6")).isEqualTo("01637037d6");
    assertThat(NeedleKey.withoutDelta("_2")).isEqualTo("_2");
  }

  private static NeedleId id(String decimal) {
    return new NeedleId(Long.parseUnsignedLong(decimal));
  }

  private static Cookie cookie(String decimal) {
    return new Cookie(Integer.parseUnsignedInt(decimal));
  }

  private static VolumeId volume(String decimal) {
    return new VolumeId(Integer.parseUnsignedInt(decimal));
  }
}
