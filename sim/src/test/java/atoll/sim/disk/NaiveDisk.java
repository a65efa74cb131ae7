package atoll.sim.disk;

import atoll.kit.AtollException;
import atoll.kit.Fault;
import atoll.kit.disk.Disk;
import atoll.kit.disk.DiskEntry;
import atoll.kit.disk.DiskFile;
import atoll.kit.disk.DiskLock;
import atoll.kit.disk.DiskSpace;
import atoll.kit.disk.OpenMode;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/// The plainest disk there is, to hold others against: one flat map from path to bytes, where a
/// directory is a path with no bytes. Confined to one thread.
final class NaiveDisk implements Disk {

  /// What stands at a path.
  private static final class Body {
    private final boolean directory;
    private byte[] bytes = new byte[0];

    Body(boolean directory) {
      this.directory = directory;
    }
  }

  private final NavigableMap<Path, Body> bodies = new TreeMap<>();
  private final Set<Path> locked = new HashSet<>();

  NaiveDisk() {
    bodies.put(Path.of("/"), new Body(true));
  }

  private static AtollException fault(Fault fault) {
    return new AtollException(fault, "naive");
  }

  private void requireParent(Path path) {
    Body parent = bodies.get(path.resolve("..").normalize());
    if (parent == null) {
      throw fault(Fault.NOT_FOUND);
    }
    if (!parent.directory) {
      throw fault(Fault.CONFLICT);
    }
  }

  private void requirePresent(Path path) {
    if (!bodies.containsKey(path)) {
      throw fault(Fault.NOT_FOUND);
    }
  }

  @Override
  public DiskFile open(Path path, OpenMode mode) {
    Body body = bodies.get(path);
    if (body == null) {
      requireParent(path);
      if (mode == OpenMode.READ || mode == OpenMode.WRITE) {
        throw fault(Fault.NOT_FOUND);
      }
      body = new Body(false);
      bodies.put(path, body);
    } else if (body.directory || mode == OpenMode.CREATE_NEW) {
      throw fault(Fault.CONFLICT);
    }
    return new NaiveFile(path, body, mode != OpenMode.READ);
  }

  @Override
  public void rename(Path from, Path to) {
    Body body = bodies.get(from);
    if (body == null) {
      throw fault(Fault.NOT_FOUND);
    }
    requireParent(to);
    Body replaced = bodies.get(to);
    if (from.equals(to)) {
      return;
    }
    if (replaced != null && (replaced.directory != body.directory || !isEmpty(to))) {
      throw fault(Fault.CONFLICT);
    }
    NavigableMap<Path, Body> moved = new TreeMap<>();
    bodies.forEach((path, each) -> {
      if (path.startsWith(from)) {
        moved.put(from.equals(path) ? to : to.resolve(from.relativize(path)), each);
      }
    });
    bodies.keySet().removeIf(path -> path.startsWith(from));
    bodies.putAll(moved);
  }

  private boolean isEmpty(Path directory) {
    return bodies.keySet().stream()
        .noneMatch(path -> path.startsWith(directory) && !path.equals(directory));
  }

  @Override
  public boolean delete(Path path) {
    if (bodies.containsKey(path) && !isEmpty(path)) {
      throw fault(Fault.CONFLICT);
    }
    return bodies.remove(path) != null;
  }

  @Override
  public List<DiskEntry> list(Path directory) {
    return bodies.keySet().stream()
        .filter(path -> directory.equals(path.getParent()))
        .map(path -> find(path).orElseThrow())
        .toList();
  }

  @Override
  public Optional<DiskEntry> find(Path path) {
    return Optional.ofNullable(bodies.get(path))
        .map(body ->
            new DiskEntry(
                path,
                body.directory ? DiskEntry.Kind.DIRECTORY : DiskEntry.Kind.FILE,
                body.bytes.length,
                Instant.EPOCH));
  }

  @Override
  public void setModified(Path path, Instant time) {
    requirePresent(path);
  }

  @Override
  public void createDirectories(Path directory) {
    for (int depth = 1; depth <= directory.getNameCount(); depth++) {
      Path step = Path.of("/").resolve(directory.subpath(0, depth));
      if (!bodies.computeIfAbsent(step, _ -> new Body(true)).directory) {
        throw fault(Fault.CONFLICT);
      }
    }
  }

  @Override
  public void syncDirectory(Path directory) {
    requirePresent(directory);
  }

  @Override
  public DiskLock lock(Path path) {
    requireParent(path);
    bodies.computeIfAbsent(path, _ -> new Body(false));
    if (!locked.add(path)) {
      throw fault(Fault.BUSY);
    }
    return () -> locked.remove(path);
  }

  @Override
  public DiskSpace space(Path path) {
    return new DiskSpace(0, 0, 0);
  }

  /// An open file: the body outlives its name.
  private record NaiveFile(Path path, Body body, boolean writable) implements DiskFile {

    private void grow(long size) {
      if (!writable) {
        throw fault(Fault.IO);
      }
      body.bytes = Arrays.copyOf(body.bytes, Math.max(body.bytes.length, (int) size));
    }

    @Override
    public long append(ByteBuffer... sources) {
      long offset = body.bytes.length;
      for (ByteBuffer source : sources) {
        writeAt(body.bytes.length, source);
      }
      return offset;
    }

    @Override
    public void writeAt(long offset, ByteBuffer source) {
      grow(source.hasRemaining() ? offset + source.remaining() : 0);
      source.get(body.bytes, Math.min((int) offset, body.bytes.length), source.remaining());
    }

    @Override
    public int readAt(long offset, ByteBuffer target) {
      int count = (int) Math.min(target.remaining(), Math.max(0, body.bytes.length - offset));
      target.put(body.bytes, count == 0 ? 0 : (int) offset, count);
      return count;
    }

    @Override
    public int readAtIfCached(long offset, ByteBuffer target) {
      return readAt(offset, target);
    }

    @Override
    public long size() {
      return body.bytes.length;
    }

    @Override
    public void truncate(long size) {
      grow(0);
      body.bytes = Arrays.copyOf(body.bytes, (int) size);
    }

    @Override
    public void syncData() {}

    @Override
    public void syncAll() {}

    @Override
    public void preallocate(long offset, long length) {
      grow(0);
    }

    @Override
    public long copyTo(DiskFile target, long offset, long length, long targetOffset) {
      NaiveFile to = (NaiveFile) target;
      to.grow(0);
      ByteBuffer bytes = ByteBuffer.allocate((int) length);
      int count = readAt(offset, bytes);
      to.writeAt(targetOffset, bytes.flip());
      return count;
    }

    @Override
    public DiskFile retain() {
      throw new AssertionError("not needed here");
    }

    @Override
    public void close() {}

    @Override
    public void closeSlowly() {}
  }
}
