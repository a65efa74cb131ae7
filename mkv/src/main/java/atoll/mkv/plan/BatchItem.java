package atoll.mkv.plan;

import atoll.kit.AtollException;
import atoll.kit.Bytes;
import atoll.mkv.key.Key;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// One thing that a batch asks for: a line such as `{"op":"delete","key":"/a"}`. A key of any bytes
/// comes as `key64`, base64url without padding. Immutable.
///
/// @param asBytes whether it came so, and is answered so
public record BatchItem(Op op, Key key, boolean asBytes) {

  /// The most items of a batch.
  public static final int MOST_ITEMS = 1_000;

  /// The most bytes of a batch.
  public static final int MOST_BYTES = 1 << 20;

  private static final JsonFactory JSON = new JsonFactory();

  /// What can be asked for.
  public enum Op {
    DELETE,
    HEAD,
    UNLINK,
    RELINK;

    /// As a line says it.
    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }

    private static Optional<Op> of(String word) {
      for (Op op : values()) {
        if (op.word().equals(word)) {
          return Optional.of(op);
        }
      }
      return Optional.empty();
    }
  }

  /// What became of a line.
  public sealed interface Reading {

    record Item(BatchItem item) implements Reading {}

    record Wrong(Refusal why) implements Reading {}
  }

  /// Reads the body of a batch, a line for each item; empty lines count for nothing.
  public static List<Reading> readAll(Bytes body) {
    List<Reading> all = new ArrayList<>();
    int begin = 0;
    for (int at = 0; at <= body.size(); at++) {
      if (at == body.size() || body.at(at) == '\n') {
        String line = body.slice(begin, at).toUtf8().strip();
        if (!line.isEmpty()) {
          all.add(read(line));
        }
        begin = at + 1;
      }
    }
    return all;
  }

  static Reading read(String line) {
    @Nullable String op = null;
    @Nullable String key = null;
    boolean asBytes = false;
    try (JsonParser in = JSON.createParser(line)) {
      if (in.nextToken() != JsonToken.START_OBJECT) {
        return wrong("an object is wanted");
      }
      while (in.nextToken() == JsonToken.FIELD_NAME) {
        String name = in.currentName();
        String value = in.nextTextValue();
        if (value == null) {
          return wrong(name + " is no text");
        }
        switch (name) {
          case "op" -> op = value;
          case "key", "key64" -> {
            if (key != null) {
              return wrong("one key is wanted");
            }
            key = value;
            asBytes = name.equals("key64");
          }
          default -> {
            return wrong("nobody knows " + name);
          }
        }
      }
      if (in.nextToken() != null) {
        return wrong("one object is wanted");
      }
    } catch (IOException broken) {
      return wrong("this is no JSON");
    }
    return of(op, key, asBytes);
  }

  private static Reading of(@Nullable String op, @Nullable String key, boolean asBytes) {
    Optional<Op> known = Optional.ofNullable(op).flatMap(Op::of);
    if (known.isEmpty() || key == null) {
      return wrong("an op (delete, head, unlink or relink) and a key are wanted");
    }
    try {
      Bytes bytes = asBytes ? Bytes.of(Base64.getUrlDecoder().decode(key)) : Bytes.utf8(key);
      return new Reading.Item(new BatchItem(known.get(), new Key(bytes), asBytes));
    } catch (AtollException | IllegalArgumentException none) {
      return new Reading.Wrong(new Refusal.BadKey(String.valueOf(none.getMessage())));
    }
  }

  private static Reading wrong(String why) {
    return new Reading.Wrong(new Refusal.BadRequest(why));
  }

  /// Lines in the order they came, in groups that can be done at the same time: no key is there
  /// twice in one.
  ///
  /// @param most lines of a group
  public static List<List<Reading>> groups(List<Reading> lines, int most) {
    List<List<Reading>> groups = new ArrayList<>();
    List<Reading> group = new ArrayList<>();
    Set<Key> keys = new HashSet<>();
    for (Reading line : lines) {
      boolean again = line instanceof Reading.Item(BatchItem item) && !keys.add(item.key());
      if (again || group.size() == most) {
        groups.add(List.copyOf(group));
        group.clear();
        keys.clear();
        if (line instanceof Reading.Item(BatchItem item)) {
          keys.add(item.key());
        }
      }
      group.add(line);
    }
    if (!group.isEmpty()) {
      groups.add(List.copyOf(group));
    }
    return groups;
  }
}
