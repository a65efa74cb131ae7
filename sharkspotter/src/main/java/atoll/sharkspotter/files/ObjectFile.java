package atoll.sharkspotter.files;

import atoll.kit.AtollException;
import atoll.kit.Fault;
import atoll.sharkspotter.row.Spotted;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// One file of lines, a line for each object. Lines are gathered and written many at a time; what
/// could not be written whole is taken away again. Shared (guarded by a lock).
///
/// Not a channel: those close themselves when a thread that writes is interrupted, and a search
/// that is told to stop still writes what it has.
final class ObjectFile implements AutoCloseable {

  private static final int GATHERED_BYTES = 64 * 1024;

  private final Path path;
  private final RandomAccessFile file;

  /// Whether it has an end that can be moved, as a pipe has not.
  private final boolean regular;

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

    void writeInto(RandomAccessFile file) throws IOException {
      file.write(buf, 0, count);
    }
  }

  private ObjectFile(Path path, RandomAccessFile file, ObjectLine line) {
    this.path = path;
    this.file = file;
    this.regular = Files.isRegularFile(path);
    this.line = line;
  }

  /// A file that must not be there yet.
  static ObjectFile create(Path path, ObjectLine line) {
    try {
      Files.createFile(path);
    } catch (IOException failed) {
      throw failed("create", path, failed);
    }
    return append(path, line);
  }

  /// A file that is written on if it is there.
  static ObjectFile append(Path path, ObjectLine line) {
    try {
      ObjectFile opened = new ObjectFile(path, new RandomAccessFile(path.toFile(), "rw"), line);
      if (opened.regular) {
        opened.file.seek(opened.file.length());
      }
      return opened;
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
    long before = regular ? file.getFilePointer() : 0;
    boolean whole = false;
    try {
      gathered.writeInto(file);
      gathered.reset();
      whole = true;
    } finally {
      if (!whole && regular) {
        file.setLength(before);
      }
    }
  }

  /// What is not flushed is forgotten.
  @Override
  public void close() {
    try {
      file.close();
    } catch (IOException failed) {
      throw failed("close", path, failed);
    }
  }
}
