package atoll.volumeserver.replay;

import atoll.volumeserver.replay.RawConnection.Received;
import atoll.volumeserver.replay.Scenario.Answer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;

/// How an answer differs from the one that was recorded. Confined to one comparison.
final class Comparison {

  private static final Set<String> NOT_COMPARED =
      Set.of("date", "connection", "keep-alive", "transfer-encoding");

  /// Where one side says how long a body is, the other may send it in chunks; and every answer of
  /// ours has an id.
  private static final Set<String> OURS_MORE = Set.of("content-length", "x-amz-request-id");

  private static final String USUAL_SERVER = "Server: SeaweedFS Volume 30GB 4.44";
  private static final Pattern WHOLE =
      Pattern.compile("\\\\\\((sha256|gzip|image) ([^ )]+) ([^)]+)\\)");
  private static final Pattern BOUNDARY = Pattern.compile("boundary=(.*)");
  private static final int SHOWN_MAX = 300;

  private final Map<String, String> names;
  private final List<String> differences = new ArrayList<>();

  private Comparison(Map<String, String> names) {
    this.names = new HashMap<>(names);
  }

  /// Every difference, one line each; empty if there is none.
  static List<String> differences(Answer wanted, Received found, Map<String, String> names) {
    Comparison comparison = new Comparison(names);
    if (wanted.status() != found.status()) {
      comparison.differences.add(
          "status "
              + wanted.status()
              + ", but it was "
              + found.status()
              + " "
              + shown(found.body().toArray()));
      return comparison.differences;
    }
    Matcher boundary = BOUNDARY.matcher(found.field("content-type"));
    comparison.names.put("boundary", boundary.find() ? boundary.group(1) : "");
    comparison.fields(wanted, found);
    comparison.body(wanted.body(), found.body().toArray());
    return comparison.differences;
  }

  private void fields(Answer wanted, Received found) {
    List<String> expected = new ArrayList<>(wanted.fields());
    if (!wanted.bare()) {
      expected.add(USUAL_SERVER);
      expected.add("x-amz-request-id: \\(any)");
    }
    Map<String, List<String>> theirs = byName(expected);
    Map<String, List<String>> ours = byName(found.fields());
    theirs.forEach((name, values) -> {
      List<String> present = ours.getOrDefault(name, List.of());
      boolean same = present.size() == values.size();
      for (int i = 0; same && i < values.size(); i++) {
        same = Notation.pattern(values.get(i), names).matcher(present.get(i)).matches();
      }
      if (!same) {
        differences.add(name + ": wanted " + values + ", but it was " + present);
      }
    });
    for (String name : ours.keySet()) {
      if (!theirs.containsKey(name) && !OURS_MORE.contains(name)) {
        differences.add(name + ": not wanted, but it was " + ours.get(name));
      }
    }
  }

  private static Map<String, List<String>> byName(List<String> fields) {
    Map<String, List<String>> sorted = new TreeMap<>();
    for (String field : fields) {
      String name = RawConnection.nameOf(field);
      if (!NOT_COMPARED.contains(name)) {
        sorted
            .computeIfAbsent(name, _ -> new ArrayList<>())
            .add(field.substring(field.indexOf(':') + 1).strip());
      }
    }
    return sorted;
  }

  private void body(String wanted, byte[] found) {
    Matcher whole = WHOLE.matcher(wanted);
    if (!whole.matches()) {
      if (!Notation.pattern(wanted, names).matcher(Notation.text(found)).matches()) {
        differences.add("body: wanted " + wanted + ", but it was " + shown(found));
      }
      return;
    }
    String is =
        switch (whole.group(1)) {
          case "sha256" -> sha256(found) + " " + found.length;
          case "gzip" -> {
            byte[] plain = unzipped(found);
            yield sha256(plain) + " " + plain.length;
          }
          default -> image(found);
        };
    if (!is.equals(whole.group(2) + " " + whole.group(3))) {
      differences.add("body: wanted " + wanted + ", but it was " + is + " " + shown(found));
    }
  }

  private static String sha256(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  private static byte[] unzipped(byte[] bytes) {
    try {
      return new GZIPInputStream(new ByteArrayInputStream(bytes)).readAllBytes();
    } catch (IOException e) {
      return bytes;
    }
  }

  private static String image(byte[] bytes) {
    try (ImageInputStream in = ImageIO.createImageInputStream(new ByteArrayInputStream(bytes))) {
      for (var readers = ImageIO.getImageReaders(in); readers.hasNext(); ) {
        ImageReader reader = readers.next();
        reader.setInput(in);
        String format = reader.getFormatName().toLowerCase(Locale.ROOT);
        return format + " " + reader.getWidth(0) + "x" + reader.getHeight(0);
      }
      return "no image";
    } catch (IOException e) {
      return "no image: " + e;
    }
  }

  private static String shown(byte[] bytes) {
    String text = Notation.text(bytes).replace("\r", "\\r").replace("\n", "\\n");
    return text.length() > SHOWN_MAX ? text.substring(0, SHOWN_MAX) + "..." : text;
  }
}
