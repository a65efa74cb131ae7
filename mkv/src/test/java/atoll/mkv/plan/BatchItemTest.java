package atoll.mkv.plan;

import static org.assertj.core.api.Assertions.assertThat;

import atoll.kit.Bytes;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BatchItemTest {

  private static String said(BatchItem.Reading line) {
    return switch (line) {
      case BatchItem.Reading.Item(BatchItem item) -> item.op().word() + " " + item.key();
      case BatchItem.Reading.Wrong wrong -> wrong.why().code() + ": " + wrong.why().message();
    };
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          {"op":"delete","key":"/a"}              | delete /a
          {"key":"/a\\nb","op":"head"} | `head /a
          b`
          {"op":"relink","key64":"L2E"}           | relink /a
          {"op":"unlink","key":"/a"}              | unlink /a
          {"op":"put","key":"/a"}                 | bad_request: an op (delete, head, unlink or relink) and a key are wanted
          {"op":"head"}                           | bad_request: an op (delete, head, unlink or relink) and a key are wanted
          {"op":"head","key":"a"}                 | bad_key: a key is a path: a slash and at least one byte behind it
          {"op":"head","key":"/a","key64":"L2E"}  | bad_request: one key is wanted
          {"op":"head","key":7}                   | bad_request: key is no text
          {"op":"head","key":"/a","if":"x"}       | bad_request: nobody knows if
          {"op":"head","key":"/a"} {}             | bad_request: one object is wanted
          ["head"]                                | bad_request: an object is wanted
          {"op":"head","key":"/a"                 | bad_request: this is no JSON
          """)
  void readsALine(String line, String expected) {
    assertThat(said(BatchItem.read(line))).isEqualTo(expected);
  }

  @Test
  void readsALineForEachItemAndSkipsEmptyOnes() {
    Bytes body =
        Bytes.utf8("{\"op\":\"head\",\"key\":\"/a\"}\r\n\n  \n{\"op\":\"head\",\"key\":\"/b\"}");
    assertThat(BatchItem.readAll(body))
        .extracting(BatchItemTest::said)
        .containsExactly("head /a", "head /b");
    assertThat(BatchItem.readAll(Bytes.EMPTY)).isEmpty();
  }

  /// What is done at the same time never holds a key twice, and nothing overtakes.
  @Test
  void groupsWhatCanBeDoneAtTheSameTime() {
    List<BatchItem.Reading> lines = new ArrayList<>();
    for (char key : "abcabcddx".toCharArray()) {
      lines.add(BatchItem.read("{\"op\":\"head\",\"key\":\"/" + key + "\"}"));
    }
    lines.add(BatchItem.read("broken"));
    assertThat(BatchItem.groups(lines, 3))
        .extracting(group -> String.join(" ", group.stream().map(BatchItemTest::said).toList()))
        .containsExactly(
            "head /a head /b head /c",
            "head /a head /b head /c",
            "head /d",
            "head /d head /x bad_request: this is no JSON");
    assertThat(BatchItem.groups(List.of(), 3)).isEmpty();
  }
}
