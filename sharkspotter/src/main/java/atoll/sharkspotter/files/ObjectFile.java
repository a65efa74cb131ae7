package atoll.sharkspotter.files;

import atoll.kit.AtollException;
import atoll.kit.Fault;
import atoll.sharkspotter.row.Spotted;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// One file of lines, a line for each object. Lines are gathered and written many at a time; what
/// could not be written whole is taken away again. Shared (guarded by a lock).
final class ObjectFile implements AutoCloseable {

  private static final int GATHERED_BYTES = 64 * 1024;

  private final Path path;
  private final FileChannel channel;
  private final ObjectLine line;
  private final ReentrantLock lock = new ReentrantLock();

  /// Guarded by the lock.
  private final Gathered gathered = new Gathered();

  /// Why nothing can be written any more. Guarded by the lock.
  private @Nullable AtollException failure;

  /// Lends its bytes.
  private static final class Gathered extends ByteArrayOutputStream {

    Gathered() {
      super(GATHERED_BYTES + GATHERED_BYTES / 4);
    }

    ByteBuffer bytes() {
      return ByteBuffer.wrap(buf, 0, count);
    }
  }

  private ObjectFile(Path path, FileChannel channel, ObjectLine line) {
    this.path = path;
    this.channel = channel;
    this.line = line;
  }

  /// A file that must not be there yet.
  static ObjectFile create(Path path, ObjectLine line) {
    return open(path, line, StandardOpenOption.CREATE_NEW);
  }

  /// A file that is written on if it is there.
  static ObjectFile append(Path path, ObjectLine line) {
    return open(path, line, StandardOpenOption.CREATE);
  }

  private static ObjectFile open(Path path, ObjectLine line, StandardOpenOption create) {
    try {
      FileChannel channel = FileChannel.open(path, StandardOpenOption.WRITE, create);
      channel.position(channel.size());
      return new ObjectFile(path, channel, line);
    } catch (IOException failed) {
      throw failed("open", path, failed);
    }
  }

  static AtollException failed(String doing, Path path, IOException why) {
    boolean exists = why instanceof FileAlreadyExistsException;
    return new AtollException(
        exists ? Fault.CONFLICT : isFull(why) ? Fault.NO_SPACE : Fault.IO,
        "cannot " + doing + " " + path + ": " + (exists ? "it is there already" : why),
        why);
  }

  private static boolean isFull(IOException why) {
    return String.valueOf(why.getMessage()).contains("No space left");
  }

  /// Adds a line.
  ///
  /// @return whether the object says enough for one
  boolean add(Spotted object) {
    return guarded(() -> {
      boolean written = line.write(object, gathered);
      if (gathered.size() >= GATHERED_BYTES) {
        write();
      }
      return written;
    });
  }

  /// Writes what is gathered.
  void flush() {
    boolean _ =
        guarded(() -> {
          write();
          return true;
        });
  }

  private interface Writing {
    boolean write() throws IOException;
  }

  /// Once a write has failed all later ones do: lines of others were lost with it.
  private boolean guarded(Writing writing) {
    lock.lock();
    try {
      if (failure != null) {
        throw new AtollException(failure.fault(), String.valueOf(failure.getMessage()), failure);
      }
      return writing.write();
    } catch (IOException failed) {
      failure = failed("write", path, failed);
      throw failure;
    } finally {
      lock.unlock();
    }
  }

  private void write() throws IOException {
    long before = channel.position();
    boolean whole = false;
    try {
      ByteBuffer bytes = gathered.bytes();
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
      gathered.reset();
      whole = true;
    } finally {
      if (!whole) {
        channel.truncate(before);
      }
    }
  }

  /// What is not flushed is forgotten.
  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException failed) {
      throw failed("close", path, failed);
    }
  }
}
