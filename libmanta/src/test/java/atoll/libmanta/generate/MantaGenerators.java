package atoll.libmanta.generate;

import atoll.libmanta.MantaDirectory;
import atoll.libmanta.MantaObject;
import atoll.libmanta.ObjectFields;
import atoll.libmanta.Shark;
import atoll.libmanta.json.JsonObject;
import atoll.sim.property.Choices;
import atoll.sim.property.Gen;
import java.util.Base64;
import java.util.List;
import java.util.OptionalLong;

/// Random metadata, in the shapes that Manta has. Values shrink, as those of every [Gen] do.
public final class MantaGenerators {

  private static final String LETTERS = "abcdefghijklmnopqrstuvwxyz0123456789";

  private MantaGenerators() {}

  /// Text of exactly so many small letters and digits.
  public static Gen<String> text(int length) {
    return choices -> {
      StringBuilder text = new StringBuilder(length);
      for (int count = 0; count < length; count++) {
        text.append(LETTERS.charAt((int) choices.draw(LETTERS.length() - 1)));
      }
      return text.toString();
    };
  }

  /// Text of small letters and digits whose length is between the bounds, both inclusive.
  public static Gen<String> text(int least, int most) {
    return Gen.ints(least, most).flatMap(MantaGenerators::text);
  }

  /// UUIDs of version 4.
  public static Gen<String> uuids() {
    return choices ->
        String.format(
            "%08x-%04x-4%03x-%x%03x-%012x",
            choices.draw(0xFFFF_FFFFL),
            choices.draw(0xFFFF),
            choices.draw(0xFFF),
            8 + choices.draw(3),
            choices.draw(0xFFF),
            choices.draw(0xFFFF_FFFF_FFFFL));
  }

  /// Names of sharks: a number from 1 to 99, and two parts of 1 to 99 letters and digits.
  public static Gen<String> storageIds() {
    return choices ->
        (1 + choices.draw(98)) + "." + choices.part(text(1, 99)) + "." + choices.part(text(1, 99));
  }

  public static Gen<Shark> sharks() {
    return choices -> new Shark(choices.part(text(1, 20)), choices.part(storageIds()));
  }

  /// 16 bytes in base64, as an MD5 is written.
  public static Gen<String> md5s() {
    return Gen.bytes(16, 16).map(bytes -> Base64.getEncoder().encodeToString(bytes.toArray()));
  }

  /// Keys of an account: one to four parts of nasty text below `stor`.
  public static Gen<String> keys(String owner) {
    Gen<String> parts =
        Gen.strings(12).map(part -> part.replace("/", "")).filter(part -> !part.isEmpty());
    return Gen.lists(parts, 1, 4).map(list -> "/" + owner + "/stor/" + String.join("/", list));
  }

  private static Gen<Long> wholeNumbers() {
    return Gen.longs(0, Long.MAX_VALUE);
  }

  /// Two sharks each; what is optional is there and not there.
  public static Gen<ObjectFields> fields() {
    return choices -> {
      String owner = choices.part(uuids());
      String objectId = choices.part(uuids());
      boolean ring = choices.draw(1) == 1;
      return new ObjectFields(
          choices.part(keys(owner)),
          owner,
          choices.part(uuids()),
          choices.part(wholeNumbers()),
          choices.part(headers()),
          choices.part(Gen.lists(uuids(), 0, 3)),
          ring ? OptionalLong.of(choices.part(wholeNumbers())) : OptionalLong.empty(),
          choices.part(wholeNumbers()),
          choices.part(md5s()),
          choices.part(Gen.of("text/plain", "application/octet-stream", "")),
          objectId,
          objectId,
          choices.part(Gen.lists(sharks(), 2, 2)));
    };
  }

  private static Gen<JsonObject> headers() {
    return choices ->
        choices.draw(1) == 0
            ? JsonObject.EMPTY
            : JsonObject.EMPTY.with("durability-level", choices.part(Gen.strings(8)));
  }

  /// As real metadata has them: members that nobody here knows among them.
  public static Gen<MantaObject> objects() {
    return choices -> {
      JsonObject known = MantaObject.of(choices.part(fields())).metadata();
      return new MantaObject(withUnknown(known, choices));
    };
  }

  private static JsonObject withUnknown(JsonObject known, Choices choices) {
    JsonObject json = known;
    for (String value : choices.part(Gen.lists(unknownValues(), 0, 3))) {
      json = json.withRaw("unknown " + choices.part(Gen.strings(5)), value);
    }
    return json;
  }

  private static Gen<String> unknownValues() {
    return Gen.of("null", "1.0", "1e3", "[ 1,2 ]", "{\"a\": {}}", "\"\\u0041\"", "true", "-0");
  }

  public static Gen<MantaDirectory> directories() {
    return choices -> {
      String owner = choices.part(uuids());
      String key = choices.part(keys(owner));
      int slash = key.lastIndexOf('/');
      return new MantaDirectory(
          withUnknown(
              JsonObject.EMPTY
                  .with("dirname", key.substring(0, slash))
                  .with("key", key)
                  .with("headers", choices.part(headers()))
                  .with("mtime", choices.part(wholeNumbers()))
                  .with("name", key.substring(slash + 1))
                  .with("creator", owner)
                  .with("owner", owner)
                  .withStrings("roles", List.of())
                  .with("type", "directory"),
              choices));
    };
  }
}
