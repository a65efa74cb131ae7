package atoll.mkv.host;

import atoll.kit.AtollException;
import atoll.kit.Bytes;
import atoll.kit.Fault;
import atoll.kit.disk.Disk;
import atoll.kit.disk.DiskFile;
import atoll.kit.disk.OpenMode;
import atoll.mkv.key.HostId;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The file by which a folder says which host it is: `mkv-host.json`, served to gateways, so that
/// two folders that were swapped, or a disk that is not mounted, are found out.
///
/// ```json
/// { "format": 1, "id": "v1" }
/// ```
public final class HostIdentity {

  private static final int FORMAT = 1;
  private static final int MOST_BYTES = 4096;
  private static final Pattern TEXT =
      Pattern.compile(
          "\\{\\s*\"format\"\\s*:\\s*(\\d{1,9})\\s*,\\s*\"id\"\\s*:\\s*\"([^\"]*)\"\\s*}\\s*");

  private HostIdentity() {}

  /// Makes a folder a host; one that is this host already stays it.
  ///
  /// @return whether it was not one before
  /// @throws AtollException `CONFLICT` if it is another host
  public static boolean init(Disk disk, Path root, HostId id) {
    disk.createDirectories(root);
    Optional<HostId> present = find(disk, root);
    if (present.isPresent()) {
      if (present.get().equals(id)) {
        return false;
      }
      throw new AtollException(
          Fault.CONFLICT,
          root + " is host " + present.get() + " already: a host keeps its id with its blobs");
    }
    HostFolders folders = new HostFolders(root);
    folders.create(disk);
    try (Incoming file = Incoming.create(disk, folders.uploads().resolve("identity"))) {
      byte[] text =
          ("{ \"format\": " + FORMAT + ", \"id\": \"" + id + "\" }\n")
              .getBytes(StandardCharsets.UTF_8);
      file.write(ByteBuffer.allocateDirect(text.length).put(text).flip());
      file.seal(Optional.empty());
      file.moveTo(path(root));
    }
    disk.syncDirectory(root);
    return true;
  }

  /// Which host a folder is.
  ///
  /// @throws AtollException `NOT_FOUND` if it is none, `CORRUPT` or `UNSUPPORTED` if its file
  ///   cannot be understood
  public static HostId read(Disk disk, Path root) {
    return find(disk, root)
        .orElseThrow(() ->
            new AtollException(
                Fault.NOT_FOUND,
                root
                    + " is no blob host: "
                    + HostPath.IDENTITY_FILE
                    + " is missing. Is its disk mounted? To begin one: mkv host init "
                    + root
                    + " --id ID"));
  }

  private static Optional<HostId> find(Disk disk, Path root) {
    if (disk.find(path(root)).isEmpty()) {
      return Optional.empty();
    }
    try (DiskFile file = disk.open(path(root), OpenMode.READ)) {
      ByteBuffer content = ByteBuffer.allocateDirect((int) Math.min(file.size(), MOST_BYTES));
      int _ = file.readAt(0, content);
      return Optional.of(parse(path(root), Bytes.copyOf(content.flip()).toUtf8()));
    }
  }

  private static HostId parse(Path path, String text) {
    Matcher matcher = TEXT.matcher(text);
    if (!matcher.matches()) {
      throw new AtollException(Fault.CORRUPT, path + " holds no \"format\" and \"id\"");
    }
    if (Integer.parseInt(matcher.group(1)) != FORMAT) {
      throw new AtollException(
          Fault.UNSUPPORTED,
          path + " has format " + matcher.group(1) + "; this version knows " + FORMAT);
    }
    return new HostId(matcher.group(2));
  }

  private static Path path(Path root) {
    return root.resolve(HostPath.IDENTITY_FILE);
  }
}
