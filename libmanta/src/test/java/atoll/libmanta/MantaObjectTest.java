package atoll.libmanta;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import atoll.kit.AtollException;
import atoll.kit.Fault;
import atoll.libmanta.generate.MantaGenerators;
import atoll.libmanta.json.JsonObject;
import atoll.sim.property.Property;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MantaObjectTest {

  /// As Manta writes it, with members that nobody here knows.
  static final String REAL =
      "{\"dirname\":\"/o/stor\",\"key\":\"/o/stor/a\",\"headers\":{\"m-x\":\"1\"},"
          + "\"mtime\":1570611723074,\"name\":\"a\",\"creator\":\"c\",\"owner\":\"o\","
          + "\"roles\":[\"r\"],\"type\":\"object\",\"contentLength\":11,"
          + "\"contentMD5\":\"XrY7u+Ae7tCTyyK7j1rNww==\",\"contentType\":\"text/plain\","
          + "\"contentDisposition\":\"inline\",\"etag\":\"e\",\"objectId\":\"i\",\"ratio\":1.0,"
          + "\"sharks\":[{\"datacenter\":\"dc1\",\"manta_storage_id\":\"1.stor.x\",\"rack\":7},"
          + "{\"manta_storage_id\":\"2.stor.x\",\"datacenter\":\"dc2\"}],\"vnode\":23352}";

  private static String with(String member, String value) {
    return JsonObject.parse(REAL).withRaw(member, value).toString();
  }

  private static String without(String member) {
    return JsonObject.parse(REAL).without(member).toString();
  }

  @Test
  void everyMemberWeKnowIsNamed() {
    MantaObject object = MantaObject.parse(REAL);
    assertThat(object.key()).isEqualTo("/o/stor/a");
    assertThat(object.name()).isEqualTo("a");
    assertThat(object.dirname()).isEqualTo("/o/stor");
    assertThat(object.owner()).isEqualTo("o");
    assertThat(object.creator()).isEqualTo("c");
    assertThat(object.mtimeMillis()).isEqualTo(1570611723074L);
    assertThat(object.vnode()).hasValue(23352);
    assertThat(object.headers()).isEqualTo(JsonObject.parse("{\"m-x\":\"1\"}"));
    assertThat(object.roles()).containsExactly("r");
    assertThat(object.contentLength()).isEqualTo(11);
    assertThat(object.contentMd5()).isEqualTo("XrY7u+Ae7tCTyyK7j1rNww==");
    assertThat(object.contentType()).isEqualTo("text/plain");
    assertThat(object.objectId()).isEqualTo("i");
    assertThat(object.etag()).isEqualTo("e");
    assertThat(object.sharks())
        .containsExactly(new Shark("dc1", "1.stor.x"), new Shark("dc2", "2.stor.x"));
    assertThat(object.isSnaplink()).isFalse();
    assertThat(MantaObject.parse(with("createdFrom", "\"/o/stor/b\"")).isSnaplink()).isTrue();
  }

  @Test
  void whatIsReadIsWrittenAsItWas() {
    assertThat(MantaObject.parse(REAL)).hasToString(REAL);
  }

  @Test
  void movingACopyChangesNothingElse() {
    MantaObject moved = MantaObject.parse(REAL).withShark("1.stor.x", new Shark("dc3", "3.stor.x"));
    assertThat(moved)
        .hasToString(REAL.replace("\"dc1\"", "\"dc3\"").replace("1.stor.x", "3.stor.x"));
    assertThat(moved.sharks())
        .containsExactly(new Shark("dc3", "3.stor.x"), new Shark("dc2", "2.stor.x"));
  }

  @Test
  void aCopyMovesOnlyFromWhereItLiesAndToWhereNoneDoes() {
    MantaObject object = MantaObject.parse(REAL);
    assertBad(
        () -> object.withShark("9.stor.x", new Shark("dc3", "3.stor.x")),
        "no copy lies on 9.stor.x");
    assertBad(
        () -> object.withShark("1.stor.x", new Shark("dc2", "2.stor.x")),
        "a copy lies on 2.stor.x already");
    assertThat(object.withShark("1.stor.x", new Shark("dcX", "1.stor.x")).sharks())
        .contains(new Shark("dcX", "1.stor.x"));
  }

  @Test
  void theMd5IsReadAsTheRustLibrarySpellsItToo() {
    JsonObject json = JsonObject.parse(without("contentMD5")).with("contentMd5", "abc");
    MantaObject object = new MantaObject(json);
    assertThat(object.contentMd5()).isEqualTo("abc");
    assertThat(object.metadata().names()).contains("contentMd5").doesNotContain("contentMD5");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "creator",
        "headers",
        "roles",
        "vnode",
        "contentLength",
        "contentMD5",
        "contentType",
        "etag",
        "objectId",
        "sharks"
      })
  void whatMayBeAbsentHasADefault(String member) {
    MantaObject object = MantaObject.parse(without(member));
    switch (member) {
      case "creator" -> assertThat(object.creator()).isEqualTo("o");
      case "headers" -> assertThat(object.headers()).isEqualTo(JsonObject.EMPTY);
      case "roles" -> assertThat(object.roles()).isEmpty();
      case "vnode" -> assertThat(object.vnode()).isEmpty();
      case "contentLength" -> assertThat(object.contentLength()).isZero();
      case "contentMD5" -> assertThat(object.contentMd5()).isEmpty();
      case "contentType" -> assertThat(object.contentType()).isEmpty();
      case "etag" -> assertThat(object.etag()).isEmpty();
      case "objectId" -> assertThat(object.objectId()).isEmpty();
      default -> assertThat(object.sharks()).isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"key", "name", "dirname", "owner", "mtime", "type"})
  void whatMustBeThereIsNamedWhenItIsNot(String member) {
    assertBad(() -> MantaObject.parse(without(member)), "no member \"" + member + "\"");
    assertBad(() -> MantaObject.parse(with(member, "[]")), "member \"" + member + "\" holds");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "creator",
        "headers",
        "roles",
        "vnode",
        "contentLength",
        "contentMD5",
        "contentMd5",
        "contentType",
        "etag",
        "objectId",
        "sharks"
      })
  void aMemberOfAnotherKindIsNamedAtOnce(String member) {
    assertBad(() -> MantaObject.parse(with(member, "true")), "member \"" + member + "\" holds");
  }

  @Test
  void lengthsAndSharksThatMakeNoSenseAreRefused() {
    assertBad(() -> MantaObject.parse(with("contentLength", "-1")), "negative");
    assertBad(
        () -> MantaObject.parse(with("sharks", "[{\"datacenter\":\"d\"}]")), "manta_storage_id");
    assertBad(
        () -> MantaObject.parse(with("sharks", "[{\"manta_storage_id\":\"d\"}]")), "datacenter");
  }

  @Test
  void theTypeSaysWhichItIsAndIsWrittenInSmallLettersOnce() {
    assertThat(MantaEntry.of(JsonObject.parse(REAL))).isInstanceOf(MantaObject.class);
    assertThat(MantaEntry.of(JsonObject.parse(with("type", "\"Object\"")))).hasToString(REAL);
    String tagged = "{\"type\":\"Object\"," + REAL.substring(1);
    assertThat(MantaEntry.of(JsonObject.parse(tagged)).metadata().count("type")).isEqualTo(1);
    assertThat(MantaEntry.of(JsonObject.parse(with("type", "\"Directory\""))))
        .isInstanceOf(MantaDirectory.class)
        .hasToString(with("type", "\"directory\""));
    assertBad(
        () -> MantaObject.parse(with("type", "\"directory\"")),
        "its type is directory and not object");
    assertBad(() -> MantaDirectory.parse(REAL), "its type is object and not directory");
    assertBad(() -> MantaObject.parse(with("type", "\"bucket\"")), "neither object nor directory");
  }

  @Test
  @Tag("simulation")
  void whatIsMadeHasMantasShapeAndComesBack() {
    Property.expect(
        "objects have Manta's shape",
        MantaGenerators.fields(),
        fields -> {
          MantaObject object = MantaObject.of(fields);
          assertThat(UUID.fromString(object.objectId())).hasToString(object.objectId());
          assertThat(UUID.fromString(object.owner())).hasToString(object.owner());
          assertThat(object.sharks())
              .isEqualTo(fields.sharks())
              .hasSize(2)
              .allMatch(shark -> shark.storageId().matches("(?i)\\d+\\.[a-z0-9-]+\\.[a-z0-9-]+"));
          assertThat(object.toString()).contains("\"type\":\"object\"").contains("\"contentMD5\":");
          assertThat(MantaObject.parse(object.toString())).isEqualTo(object);
          assertThat(object.key()).isEqualTo(fields.key());
          assertThat(object.dirname() + "/" + object.name()).isEqualTo(fields.key());
          assertThat(object.mtimeMillis()).isEqualTo(fields.mtimeMillis());
          assertThat(object.contentLength()).isEqualTo(fields.contentLength());
          assertThat(object.contentMd5()).isEqualTo(fields.contentMd5()).hasSize(24);
          assertThat(object.vnode()).isEqualTo(fields.vnode());
          assertThat(object.roles()).isEqualTo(fields.roles());
          assertThat(object.headers()).isEqualTo(fields.headers());
          assertThat(object.creator()).isEqualTo(fields.creator());
          assertThat(object.contentType()).isEqualTo(fields.contentType());
          assertThat(object.etag()).isEqualTo(fields.etag());
        });
  }

  @Test
  @Tag("simulation")
  void whatNobodyKnowsStays() {
    Property.expect(
        "unknown members stay",
        MantaGenerators.objects(),
        object -> {
          assertThat(MantaEntry.of(JsonObject.parse(object.toString()))).isEqualTo(object);
          Shark from = object.sharks().getFirst();
          MantaObject moved = object.withShark(from.storageId(), new Shark("d", "0.new.shark"));
          List<String> others = object.metadata().names();
          for (String name : others) {
            if (!name.equals("sharks")) {
              assertThat(moved.metadata().raw(name)).isEqualTo(object.metadata().raw(name));
            }
          }
          assertThat(moved.metadata().names()).isEqualTo(others);
        });
    Property.expect(
        "directories come back",
        MantaGenerators.directories(),
        directory ->
            assertThat(MantaEntry.of(JsonObject.parse(directory.toString()))).isEqualTo(directory));
  }

  private static void assertBad(Runnable reading, String part) {
    assertThatExceptionOfType(AtollException.class)
        .isThrownBy(reading::run)
        .withMessageContaining(part)
        .matches(thrown -> thrown.fault() == Fault.BAD_INPUT);
  }
}
