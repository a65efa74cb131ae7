package atoll.volumeserver.master;

import atoll.kit.AtollException;
import atoll.kit.Fault;
import java.nio.file.Path;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/// What the master must not forget: which keys and volume ids it may have handed out, and which
/// volumes there are. A text, one fact a line:
///
/// ```
///   atoll-master 1                  name and version of this format; a newer one is refused
///   keys 20480                      every key below may have been handed out
///   volumes 7                       every volume id up to this one may have been
///   volume 3 127.0.0.1:8080         a volume that exists, and the server that had it last
/// ```
///
/// Immutable.
///
/// @param keys 1 or more
/// @param volumes from volume id to the server that had it last
record Memory(long keys, int highestVolume, NavigableMap<Integer, String> volumes) {

  static final Memory NOTHING = new Memory(1, 0, new TreeMap<>());

  private static final String FORMAT = "atoll-master";
  private static final int VERSION = 1;

  Memory {
    volumes = new TreeMap<>(volumes);
  }

  Memory withKeys(long more) {
    return new Memory(more, highestVolume, volumes);
  }

  Memory withHighestVolume(int higher) {
    return new Memory(keys, higher, volumes);
  }

  Memory withVolumes(NavigableMap<Integer, String> other) {
    return new Memory(keys, highestVolume, other);
  }

  /// Reads the text.
  ///
  /// @throws AtollException `UNSUPPORTED` if it is of a newer version, `CORRUPT` if it is not of
  ///   this format
  static Memory read(String text, Path file) {
    String[] lines = text.split("\n", -1);
    int line = 0;
    try {
      String[] head = lines[line].split(" ", -1);
      if (head.length != 2 || !head[0].equals(FORMAT)) {
        throw corrupt(file, line);
      }
      if (Integer.parseInt(head[1]) > VERSION) {
        throw new AtollException(
            Fault.UNSUPPORTED,
            "%s is of version %s, this program knows %d: run the newer one"
                .formatted(file, head[1], VERSION));
      }
      Memory read = NOTHING;
      for (line = 1; line < lines.length; line++) {
        String[] words = lines[line].split(" ", -1);
        read =
            switch (words[0]) {
              case "keys" -> read.withKeys(Long.parseUnsignedLong(words[1]));
              case "volumes" -> read.withHighestVolume(Integer.parseUnsignedInt(words[1]));
              case "volume" -> {
                NavigableMap<Integer, String> volumes = new TreeMap<>(read.volumes);
                volumes.put(Integer.parseUnsignedInt(words[1]), words[2]);
                yield read.withVolumes(volumes);
              }
              case "" -> read;
              default -> throw corrupt(file, line);
            };
      }
      return read;
    } catch (NumberFormatException | ArrayIndexOutOfBoundsException e) {
      throw corrupt(file, line);
    }
  }

  private static AtollException corrupt(Path file, int line) {
    return new AtollException(
        Fault.CORRUPT,
        "%s, line %d: this is not what a master remembers; restore the file, or remove it and start"
                .formatted(file, line + 1)
            + " every volume server before anything is written");
  }

  String write() {
    StringBuilder text =
        new StringBuilder("%s %d\n".formatted(FORMAT, VERSION))
            .append("keys ")
            .append(Long.toUnsignedString(keys))
            .append("\nvolumes ")
            .append(Integer.toUnsignedString(highestVolume))
            .append('\n');
    for (Map.Entry<Integer, String> volume : volumes.entrySet()) {
      text.append("volume ")
          .append(Integer.toUnsignedString(volume.getKey()))
          .append(' ')
          .append(volume.getValue())
          .append('\n');
    }
    return text.toString();
  }
}
