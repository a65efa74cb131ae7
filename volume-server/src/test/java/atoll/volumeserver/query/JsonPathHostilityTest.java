package atoll.volumeserver.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import atoll.kit.AtollException;
import atoll.kit.Fault;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Paths and texts that want to be a burden end within bounds, with an answer or a fault.
class JsonPathHostilityTest {

  private static final long STEPS_MAX = 2_000_000;
  private static final int LENGTH_MAX = 20_000;
  private static final int DEEP = 3000;

  private static final List<String> PIECES =
      List.of(
          "{",
          "}",
          "[",
          "]",
          "(",
          ")",
          "\"",
          "\\",
          "|",
          ".",
          ",",
          ":",
          "#",
          "#(",
          "..",
          "@",
          "!",
          "*",
          "?",
          "~",
          "=",
          "!=",
          "<",
          "%",
          "a",
          "1",
          " ",
          "\u0001",
          "\u00ff",
          "@this",
          "@dig:",
          "@flatten:{\"deep\":true}",
          "@pretty:{\"sortKeys\":true,\"width\":",
          "@join",
          "@group",
          "@reverse",
          "@tostr",
          "@fromstr",
          "\"a\":",
          "nan",
          "-",
          "\\ud800");

  private static final String PATH =
      "..#(a.#(b!%\"x*\\\"\")#|0>=~true)#.{\"k\\\"\":a|@pretty:{\"width\":1},[b,!\"x\"]}|@dig:#(a).1|@join";

  private static final String TEXT =
      "{\"a\":[{\"b\":\"x\\\"\",\"a\":[1,2.5e3,null]},true,\"\\u00e9\"],\"b\":{\"a\":{}}}";

  /// What it comes to: a fault, or how long the answer is.
  private static Object find(String path, String text) {
    try {
      Effort effort = new Effort(STEPS_MAX, LENGTH_MAX);
      return new JsonPath(path).find(Span.of(text), effort).raw().length();
    } catch (AtollException e) {
      return e.fault();
    }
  }

  private static void endsWell(String path, String text) {
    assertThat(find(path, text))
        .satisfiesAnyOf(
            fault -> assertThat(fault).isEqualTo(Fault.TOO_LARGE),
            length ->
                assertThat((Integer) length).isBetween(0, Math.max(LENGTH_MAX, text.length())));
  }

  private static String arrays(int depth) {
    return "[".repeat(depth) + "]".repeat(depth);
  }

  static Stream<String> deepPaths() {
    return Stream.of(
        "0" + ".0".repeat(DEEP),
        "#" + ".#".repeat(DEEP),
        "#(".repeat(DEEP) + ")".repeat(DEEP),
        "{".repeat(DEEP) + "0" + "}".repeat(DEEP),
        "[@this,".repeat(DEEP) + "0" + "]".repeat(DEEP),
        "@this" + "|@this".repeat(DEEP),
        "@dig:".repeat(DEEP) + "0",
        "@flatten:{\"deep\":true}",
        "@pretty",
        "{@this,@this}" + "|{@this,@this}".repeat(40));
  }

  @ParameterizedTest
  @MethodSource("deepPaths")
  void whatIsNestedTooDeepIsRefused(String path) {
    assertThat(find(path, arrays(2 * DEEP))).isEqualTo(Fault.TOO_LARGE);
  }

  @Test
  void whatIsNestedLessIsAnswered() {
    assertThat(find("0" + ".0".repeat(400), arrays(DEEP))).isEqualTo(2 * (DEEP - 401));
    assertThat(find("@valid", arrays(DEEP))).isEqualTo(2 * DEEP);
    assertThat(find("@dig:x", arrays(400))).isEqualTo(2);
  }

  @Test
  void aPathHasALengthAtMost() {
    String path = "a".repeat(16 << 10);
    assertThat(JsonPath.parse(path).text()).hasSize(16 << 10);
    assertThatThrownBy(() -> JsonPath.parse(path + "a"))
        .isInstanceOfSatisfying(
            AtollException.class, e -> assertThat(e.fault()).isEqualTo(Fault.TOO_LARGE));
  }

  @Test
  void modifiersKeepNoMorePartsThanFit() {
    String many = "[" + "1,".repeat(1 << 20) + "1]";
    Effort effort = new Effort(Long.MAX_VALUE, Integer.MAX_VALUE);
    assertThatThrownBy(() -> new JsonPath("@reverse").find(Span.of(many), effort))
        .isInstanceOf(AtollException.class)
        .hasMessageContaining("1048576");
  }

  @Test
  void aPathMayBeCutAnywhere() {
    for (int from = 0; from < PATH.length(); from++) {
      for (int to = from; to <= PATH.length(); to++) {
        endsWell(PATH.substring(from, to), TEXT);
      }
    }
  }

  @Test
  void aTextMayBeCutAnywhere() {
    for (int from = 0; from < TEXT.length(); from++) {
      for (int to = from; to <= TEXT.length(); to++) {
        endsWell(PATH, TEXT.substring(from, to));
        endsWell("a.#(b)#.a|@reverse", TEXT.substring(from, to));
      }
    }
  }

  @Test
  void anythingMayBeAsked() {
    long seed = System.nanoTime();
    System.out.println("JsonPathHostilityTest seed " + seed);
    Random random = new Random(seed);
    for (int i = 0; i < 10_000; i++) {
      endsWell(pieces(random, 20), i % 2 == 0 ? TEXT : pieces(random, 40));
    }
  }

  private static String pieces(Random random, int most) {
    StringBuilder text = new StringBuilder();
    for (int i = random.nextInt(most); i > 0; i--) {
      text.append(PIECES.get(random.nextInt(PIECES.size())));
    }
    return text.toString();
  }
}
