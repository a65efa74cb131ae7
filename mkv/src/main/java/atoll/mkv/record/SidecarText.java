package atoll.mkv.record;

import atoll.kit.AtollException;
import atoll.kit.Bytes;
import atoll.mkv.key.Generation;
import atoll.mkv.key.Key;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/// The text of a sidecar, version 1: UTF-8 lines, each ended by a line feed.
///
/// ```
/// mkv1
/// key: L2hlbGxv                  the key's bytes in base64url without padding
/// gen: 0000123456789abc
/// state: live                    live, unlinked or tombstone
/// size: 5
/// crc32c: 9a71bb4c
/// sha256: 2cf24dba…9824
/// md5: 5d41402a…c592             may be missing
/// type: text/plain
/// created: 1763720000000         milliseconds since 1970
/// …                              fields that a later version may add
/// sum: 1f3c22ab                  CRC-32C of all bytes before this line
/// ```
final class SidecarText {

  private static final Set<String> KNOWN =
      Set.of("key", "gen", "state", "size", "crc32c", "sha256", "md5", "type", "created", "sum");
  private static final HexFormat HEX = HexFormat.of();

  private SidecarText() {}

  /// What is wrong with a text, on the way out of it.
  private static final class Unreadable extends Exception {
    Unreadable(String why) {
      super(why, null, false, false);
    }

    String why() {
      return String.valueOf(getMessage());
    }
  }

  static Bytes encode(Sidecar sidecar) {
    StringBuilder text = new StringBuilder(512).append(Sidecar.FORMAT).append('\n');
    byte[] key = sidecar.key().bytes().toArray();
    line(text, "key", Base64.getUrlEncoder().withoutPadding().encodeToString(key));
    line(text, "gen", sidecar.generation().toHex());
    line(text, "state", sidecar.state().word());
    line(text, "size", Long.toString(sidecar.sizeBytes()));
    line(text, "crc32c", HEX.toHexDigits(sidecar.checksums().crc32c()));
    line(text, "sha256", sidecar.checksums().sha256().toHex());
    sidecar.checksums().md5().ifPresent(md5 -> line(text, "md5", md5.toHex()));
    line(text, "type", sidecar.type());
    line(text, "created", Long.toString(sidecar.createdMillis()));
    sidecar.others().forEach(field -> line(text, field.name(), field.value()));
    byte[] before = text.toString().getBytes(StandardCharsets.UTF_8);
    line(text, "sum", HEX.toHexDigits(crc32c(before, before.length)));
    return Bytes.utf8(text.toString());
  }

  private static void line(StringBuilder text, String name, String value) {
    text.append(name).append(": ").append(value).append('\n');
  }

  private static int crc32c(byte[] bytes, int length) {
    CRC32C sum = new CRC32C();
    sum.update(bytes, 0, length);
    return (int) sum.getValue();
  }

  static SidecarReading read(Bytes text) {
    if (text.size() > Sidecar.MOST_BYTES) {
      return new SidecarReading.Broken(
          text.size() + " bytes, where " + Sidecar.MOST_BYTES + " are the most");
    }
    if (!text.toUtf8().startsWith(Sidecar.FORMAT + "\n")) {
      return keyAlone(text);
    }
    try {
      return new SidecarReading.Whole(parse(text));
    } catch (Unreadable broken) {
      return new SidecarReading.Broken(broken.why());
    } catch (AtollException | IllegalArgumentException broken) {
      return new SidecarReading.Broken(String.valueOf(broken.getMessage()));
    }
  }

  private static SidecarReading keyAlone(Bytes text) {
    try {
      return new SidecarReading.KeyAlone(new Key(text));
    } catch (AtollException none) {
      return new SidecarReading.Broken("neither \"mkv1\" in the first line nor a key alone");
    }
  }

  private static Sidecar parse(Bytes bytes) throws Unreadable {
    Map<String, String> fields = checkedFields(bytes);
    List<Sidecar.Field> others = new ArrayList<>();
    fields.forEach((name, value) -> {
      if (!KNOWN.contains(name)) {
        others.add(new Sidecar.Field(name, value));
      }
    });
    String md5 = fields.get("md5");
    Checksums checksums =
        new Checksums(
            HexFormat.fromHexDigits(digits(fields, "crc32c", 8)),
            Bytes.hex(digits(fields, "sha256", 64)),
            md5 == null ? Optional.empty() : Optional.of(Bytes.hex(digits(fields, "md5", 32))));
    String word = field(fields, "state");
    Optional<SidecarState> state = SidecarState.of(word);
    if (state.isEmpty()) {
      throw new Unreadable("\"" + word + "\" is no state");
    }
    return new Sidecar(
        new Key(Bytes.of(Base64.getUrlDecoder().decode(field(fields, "key")))),
        Generation.parse(field(fields, "gen")),
        state.get(),
        number(fields, "size"),
        checksums,
        field(fields, "type"),
        number(fields, "created"),
        others);
  }

  /// The lines by name, once the sum was seen to be right.
  private static Map<String, String> checkedFields(Bytes bytes) throws Unreadable {
    String text = bytes.toUtf8();
    if (!text.endsWith("\n")) {
      throw new Unreadable("it is torn: the last line has no end");
    }
    int lastLine = text.lastIndexOf('\n', text.length() - 2) + 1;
    if (!text.startsWith("sum: ", lastLine)) {
      throw new Unreadable("it is torn: the last line is no sum");
    }
    int summed = text.substring(0, lastLine).getBytes(StandardCharsets.UTF_8).length;
    String sum = text.substring(lastLine + 5, text.length() - 1);
    if (!sum.equals(HEX.toHexDigits(crc32c(bytes.toArray(), summed)))) {
      throw new Unreadable("the sum does not fit the lines before it");
    }
    Map<String, String> fields = new LinkedHashMap<>();
    int number = 1;
    for (String line : text.substring(0, lastLine).split("\n", -1)) {
      int colon = line.indexOf(": ");
      if (number > 1 && !line.isEmpty()) {
        if (colon <= 0) {
          throw new Unreadable("line " + number + " is no field");
        }
        if (fields.put(line.substring(0, colon), line.substring(colon + 2)) != null) {
          throw new Unreadable("line " + number + " is there twice");
        }
      }
      number++;
    }
    return fields;
  }

  private static String field(Map<String, String> fields, String name) throws Unreadable {
    @Nullable String value = fields.get(name);
    if (value == null) {
      throw new Unreadable("the field " + name + " is missing");
    }
    return value;
  }

  private static String digits(Map<String, String> fields, String name, int count)
      throws Unreadable {
    String value = field(fields, name);
    if (value.length() != count) {
      throw new Unreadable(name + " has " + value.length() + " digits, not " + count);
    }
    return value;
  }

  private static long number(Map<String, String> fields, String name) throws Unreadable {
    String value = field(fields, name);
    if (value.isEmpty()
        || value.length() > 18
        || !value.chars().allMatch(c -> c >= '0' && c <= '9')) {
      throw new Unreadable(name + " is no number: \"" + value + "\"");
    }
    return Long.parseLong(value);
  }
}
