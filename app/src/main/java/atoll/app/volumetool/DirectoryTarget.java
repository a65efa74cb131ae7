package atoll.app.volumetool;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Writes a file for each needle below a directory, with its time of modification. A file that is
/// there already stays, and ends the export.
final class DirectoryTarget implements ExportTarget {

  private final Path directory;
  private @Nullable Path file;
  private @Nullable OutputStream out;
  private long modifiedSeconds;

  DirectoryTarget(Path directory) {
    this.directory = directory;
  }

  @Override
  public void begin(String name, long bytes, String mime, long modified) throws IOException {
    Path target = directory.resolve(name);
    Files.createDirectories(Objects.requireNonNullElse(target.getParent(), directory));
    out = Files.newOutputStream(target, StandardOpenOption.CREATE_NEW);
    file = target;
    modifiedSeconds = modified;
  }

  @Override
  public void write(ByteBuffer chunk) throws IOException {
    byte[] bytes = new byte[chunk.remaining()];
    chunk.get(bytes);
    Objects.requireNonNull(out, "begin comes first").write(bytes);
  }

  @Override
  public void end() throws IOException {
    close();
    Files.setLastModifiedTime(
        Objects.requireNonNull(file, "begin comes first"),
        FileTime.from(Instant.ofEpochSecond(modifiedSeconds)));
  }

  @Override
  public void finish() {}

  @Override
  public void close() throws IOException {
    OutputStream open = out;
    out = null;
    if (open != null) {
      open.close();
    }
  }
}
