package atoll.volumeserver.blob;

import static org.assertj.core.api.Assertions.assertThat;

import atoll.http.HeaderList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Names, types, queries, paths and JSON.
class TextsTest {

  @ParameterizedTest
  @CsvSource({
    "a.txt,.txt",
    "a.b.c,.c",
    "none,''",
    ".profile,.profile",
    "a.,.",
    "d.x/none,''",
    "'',''"
  })
  void theExtensionBeginsAtTheLastDotOfTheLastPart(String name, String extension) {
    assertThat(Naming.extension(name)).isEqualTo(extension);
  }

  @ParameterizedTest
  @CsvSource({
    "/a/b.txt,b.txt",
    "C:\\x\\y.bin,y.bin",
    "a/,a",
    "'',.",
    "///,/",
    "'d/e f.jpg','e f.jpg'"
  })
  void theBaseIsTheLastPartForBothKindsOfSlashes(String path, String base) {
    assertThat(Naming.base(path)).isEqualTo(base);
  }

  @Test
  void whatSaysNothingLeavesTheTypeToTheName() {
    MimeTypes types = MimeTypes.builtIn();
    assertThat(Naming.type("image/x", "a.txt", types)).isEqualTo("image/x");
    assertThat(Naming.type("application/octet-stream", "a.txt", types))
        .isEqualTo("text/plain; charset=utf-8");
    assertThat(Naming.type("", "A.JPG", types)).isEqualTo("image/jpeg");
    assertThat(Naming.type("", "noname", types)).isEmpty();
  }

  @Test
  void aHostsGlobsAddAndItsTypesReplace() {
    MimeTypes types =
        MimeTypes.with(
            List.of("# no", "50:application/x-new:*.new", "60:text/other:*.txt", "50:x/y:*.a*"),
            List.of("# no entry", "video/other mp4 m4v", "text/late late #comment ignored"));
    assertThat(types.of(".new")).isEqualTo("application/x-new");
    assertThat(types.of(".txt")).isEqualTo("text/plain; charset=utf-8");
    assertThat(types.of(".mp4")).isEqualTo("video/other");
    assertThat(types.of(".late")).isEqualTo("text/late; charset=utf-8");
    assertThat(types.of(".ignored")).isEmpty();
  }

  @Test
  void aQueryOffersHeadersAndADownload() {
    HeaderList headers = new HeaderList().add("Content-Type", "text/plain");
    Query query =
        Query.of("Response-Content-Type=a%2Fb&response-cache-control=x&dl=t&response-expires=%0a");
    Naming.offer(headers, query, "a b.txt");
    assertThat(headers.first("Content-Type")).isEqualTo("a/b");
    assertThat(headers.first("Cache-Control")).isEqualTo("x");
    assertThat(headers.first("Content-Disposition")).isEqualTo("attachment; filename=\"a b.txt\"");
    assertThat(headers.has("Expires")).isFalse();
  }

  @ParameterizedTest
  @CsvSource({"dl=0,inline", "dl=TRUE,attachment", "dl=yes,inline", "x=1,inline"})
  void downloadsAreAskedForWithGosTruth(String query, String kind) {
    HeaderList headers = new HeaderList();
    Naming.offer(headers, Query.of(query), "a");
    assertThat(headers.first("Content-Disposition")).isEqualTo(kind + "; filename=a");
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      value = {
        "a=%zz,`invalid URL escape \"%zz\"`",
        "a=%,`invalid URL escape \"%\"`",
        "a=1&b=%4,`invalid URL escape \"%4\"`",
        "a=1;b=2,invalid semicolon separator in query"
      })
  void aBrokenQueryIsExplainedInGosWords(String query, String complaint) {
    assertThat(Query.of(query).complaint()).isEqualTo(complaint);
  }

  @Test
  void fieldsOfAFormCountWhereTheQueryIsSilent() {
    Query query = Query.of("ts=1").withFields(Map.of("ts", "2", "ttl", "7 d"));
    assertThat(query.get("ts")).isEqualTo("1");
    assertThat(query.get("ttl")).isEqualTo("7 d");
  }

  @ParameterizedTest
  @CsvSource({
    "//3;1,/3;1",
    "/a/../b,/b",
    "/./x,/x",
    "/a/b/../../..,/",
    "/a//b/,/a/b/",
    "/a/./,/a/"
  })
  void pathsAreCleanedAsGosRouterDoes(String path, String clean) {
    assertThat(CleanPath.clean(path)).isEqualTo(clean);
  }

  @ParameterizedTest
  @ValueSource(strings = {"/3,01637037d6", "/a.b/c", "/"})
  void cleanPathsStay(String path) {
    assertThat(CleanPath.clean(path)).isEqualTo(path);
  }

  @Test
  void jsonIsEscapedAsGoDoes() {
    String text = new JsonText(false).add("a", "<&>\"\\\n\u0001\u2028é").add("b", 7).end();
    assertThat(text)
        .isEqualTo("{\"a\":\"\\u003c\\u0026\\u003e\\\"\\\\\\n\\u0001\\u2028é\",\"b\":7}");
    assertThat(new JsonText(false).add("a", "\ud800").end()).isEqualTo("{\"a\":\"\\ufffd\"}");
  }

  @Test
  void prettyJsonHasALineForEachMember() {
    assertThat(new JsonText(true).add("a", 1).addUnlessEmpty("b", "").add("c", "x").end())
        .isEqualTo("{\n  \"a\": 1,\n  \"c\": \"x\"\n}");
    assertThat(new JsonText(true).end()).isEqualTo("{}");
  }

  @Test
  void pairsAreNamedAsGoNamesHeaders() {
    HeaderList headers =
        new HeaderList()
            .add("seaweed-foo-bar", "1")
            .add("Seaweed-Foo-Bar", "2")
            .add("SEAWEED-X", "<3")
            .add("Other", "4");
    var pairs = Pairs.of(headers);
    assertThat(pairs).containsExactly(Map.entry("Foo-Bar", "1"), Map.entry("X", "<3"));
    assertThat(Pairs.write(pairs).toUtf8()).isEqualTo("{\"Foo-Bar\":\"1\",\"X\":\"\\u003c3\"}");
    assertThat(Pairs.read(Pairs.write(pairs))).isEqualTo(pairs);
  }
}
