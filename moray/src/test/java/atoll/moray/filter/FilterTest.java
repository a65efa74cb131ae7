package atoll.moray.filter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import atoll.kit.AtollException;
import atoll.kit.Fault;
import atoll.sim.property.Choices;
import atoll.sim.property.Gen;
import atoll.sim.property.Property;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class FilterTest {

  @Test
  void everyKindHasItsText() {
    assertThat(Filter.present("a").text()).isEqualTo("(a=*)");
    assertThat(Filter.equal("manta_storage_id", "1.stor.x").text())
        .isEqualTo("(manta_storage_id=1.stor.x)");
    assertThat(Filter.equal("n", -5).text()).isEqualTo("(n=-5)");
    assertThat(Filter.equal("b", true).text()).isEqualTo("(b=true)");
    assertThat(Filter.atLeast("_id", 7).text()).isEqualTo("(_id>=7)");
    assertThat(Filter.atMost("_id", "9").text()).isEqualTo("(_id<=9)");
    assertThat(Filter.startsWith("a", "x").text()).isEqualTo("(a=x*)");
    assertThat(Filter.endsWith("a", "x").text()).isEqualTo("(a=*x)");
    assertThat(Filter.contains("a", "x").text()).isEqualTo("(a=*x*)");
    assertThat(
            new Filter.Substring("a", Optional.of("1"), List.of("2", "3"), Optional.of("4")).text())
        .isEqualTo("(a=1*2*3*4)");
    assertThat(Filter.matching("a", Rule.EQUAL_IGNORING_CASE, "X").text())
        .isEqualTo("(a:caseIgnoreMatch:=X)");
    Filter a = Filter.present("a");
    Filter b = Filter.present("b");
    assertThat(Filter.and(a, Filter.or(a, b), Filter.not(b)).text())
        .isEqualTo("(&(a=*)(|(a=*)(b=*))(!(b=*)))");
  }

  @Test
  void partsMayIgnoreTheCaseOfLetters() {
    Filter parts =
        new Filter.SubstringIgnoringCase("a", Optional.empty(), List.of("x*"), Optional.of("y"));
    assertThat(parts.text()).isEqualTo("(a:caseIgnoreSubstringsMatch:=*x\\**y)");
    assertThat(Filter.parse(parts.text())).isEqualTo(parts);
    assertThat(Filter.parse("a:2.5.13.4:=x"))
        .isEqualTo(Filter.matching("a", Rule.PARTS_IGNORING_CASE, "x"));
    assertThat(Filter.parse("a:2.5.13.4:=*")).isEqualTo(Filter.present("a"));
  }

  @Test
  void aValueIsComparedWithoutRegardToCase() {
    assertThat(Filter.equalIgnoringCase("a", "X*").text()).isEqualTo("(a:caseIgnoreMatch:=X\\*)");
    assertThat(Filter.containsIgnoringCase("a", "X*").text())
        .isEqualTo("(a:caseIgnoreSubstringsMatch:=*X\\**)");
  }

  @Test
  void aValueCannotBecomeAPartOfTheFilterAroundIt() {
    assertThat(Filter.equal("a", "x)(|(b=*)").text()).isEqualTo("(a=x\\)\\(|\\(b\\=\\*\\))");
    assertThat(Filter.equal("a", "*").text()).isEqualTo("(a=\\*)");
    assertThat(Filter.equal("a", "\\2a\n").text()).isEqualTo("(a=\\\\2a\\0a)");
    assertThat(Filter.startsWith("a", "50%*").text()).isEqualTo("(a=50%\\**)");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a b", "a)(b", "a=", "ä", "a*"})
  void whatIsNoNameIsRefused(String name) {
    assertThatThrownBy(() -> Filter.present(name))
        .isInstanceOfSatisfying(
            AtollException.class, e -> assertThat(e.fault()).isEqualTo(Fault.BAD_INPUT));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ' ',
      value = {
        "manta_storage_id=1.stor.x (manta_storage_id=1.stor.x)",
        "(!a=1) (!(a=1))",
        "(!(a=1)) (!(a=1))",
        "(&(a=1)(b=*)) (&(a=1)(b=*))",
        "(a:2.5.13.2:=x) (a:caseIgnoreMatch:=x)",
        "(a:2.5.13.4:=x) (a:caseIgnoreSubstringsMatch:=x)",
        "(a=\\28\\c3\\bc\\29) (a=\\(ü\\))",
        "(a=**) (a=*)",
        "(a=x**y) (a=x*y)",
        "(a=b=c) (a=b\\=c)",
        "(a=) (a=)",
      })
  void whatSomebodyWroteIsRead(String written, String text) {
    assertThat(Filter.parse(written).text()).isEqualTo(text);
  }

  @Test
  void spaceBetweenFiltersDoesNotMatter() {
    assertThat(Filter.parse(" ( & (a=1) ( | (b=2) (c= 3) ) )  ").text())
        .isEqualTo("(&(a=1)(|(b=2)(c= 3)))");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "(a=1|not closed",
        "(a=1))|parentheses",
        "(a=1)b|parentheses",
        "()|attribute",
        "(=1)|attribute",
        "(a)|comparison",
        "(a>1)|comparison",
        "(a~=1)|approximately",
        "(a=x(y)|(",
        "(a=\\x)|hexadecimal",
        "(a=\\|closed",
        "(a>=1*)|*",
        "(a:caseIgnoreMatch:=x*)|*",
        "(a=\\ff)|UTF-8",
        "(&)|nothing",
        "(&(a=1)b)|)",
        "(a:none:=1)|rule",
        "(a:x)|:=",
      })
  void whatIsNoFilterIsNamedWithItsPlace(String written, String reason) {
    assertThatThrownBy(() -> Filter.parse(written))
        .isInstanceOfSatisfying(
            AtollException.class, e -> assertThat(e.fault()).isEqualTo(Fault.BAD_INPUT))
        .hasMessageContaining(reason)
        .hasMessageContaining("at character");
  }

  @Test
  void depthHasALimitWhenReadAndWhenBuilt() {
    String deep = "(!".repeat(Filter.MAX_DEPTH) + "(a=1)" + ")".repeat(Filter.MAX_DEPTH);
    assertThatThrownBy(() -> Filter.parse(deep)).hasMessageContaining("deep");
    Filter[] built = {Filter.present("a")};
    assertThatThrownBy(
            () -> {
              for (int i = 0; i < Filter.MAX_DEPTH; i++) {
                built[0] = Filter.not(built[0]);
              }
            })
        .hasMessageContaining("deep");
    assertThat(Filter.parse(built[0].text())).isEqualTo(built[0]);
  }

  @Test
  @Tag("simulation")
  void everyFilterIsReadAsItWasBuilt() {
    Property.check(
        "filters come back",
        choices -> filter(choices, 3),
        filter -> Filter.parse(filter.text()).equals(filter));
  }

  private static Filter filter(Choices choices, int deepest) {
    String attribute = choices.part(Gen.of("a", "_id", "manta_storage_id", "x-1"));
    return switch (choices.part(Gen.ints(0, deepest == 0 ? 5 : 8))) {
      case 0 -> Filter.present(attribute);
      case 1 -> Filter.equal(attribute, value(choices));
      case 2 -> Filter.atLeast(attribute, value(choices));
      case 3 -> Filter.atMost(attribute, value(choices));
      case 4 -> Filter.matching(attribute, choices.part(Gen.of(Rule.values())), value(choices));
      case 5 -> {
        List<String> any =
            choices.part(Gen.lists(Gen.strings(5).filter(text -> !text.isEmpty()), 1, 3));
        yield choices.part(Gen.booleans())
            ? new Filter.SubstringIgnoringCase(attribute, part(choices), any, part(choices))
            : new Filter.Substring(attribute, part(choices), any, part(choices));
      }
      case 6 -> new Filter.And(several(choices, deepest));
      case 7 -> new Filter.Or(several(choices, deepest));
      default -> Filter.not(filter(choices, deepest - 1));
    };
  }

  private static List<Filter> several(Choices choices, int deepest) {
    return choices.part(Gen.lists(inner -> filter(inner, deepest - 1), 1, 3));
  }

  private static String value(Choices choices) {
    return choices.part(Gen.strings(12));
  }

  private static Optional<String> part(Choices choices) {
    return Optional.of(value(choices)).filter(text -> !text.isEmpty());
  }
}
