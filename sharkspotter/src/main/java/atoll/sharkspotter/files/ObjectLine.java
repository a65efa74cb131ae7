package atoll.sharkspotter.files;

import atoll.sharkspotter.row.Spotted;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/// What a line says of an object.
public enum ObjectLine {
  /// Its metadata, JSON without white space between its parts.
  METADATA,
  /// Its object id.
  OBJECT_ID;

  /// Writes a line.
  ///
  /// @return whether the object says enough for one; if not, nothing is written
  boolean write(Spotted object, OutputStream out) throws IOException {
    switch (this) {
      case METADATA -> object.writeTo(out);
      case OBJECT_ID -> {
        Optional<String> id = object.objectId();
        if (id.isEmpty()) {
          return false;
        }
        out.write(id.get().getBytes(StandardCharsets.UTF_8));
      }
    }
    out.write('\n');
    return true;
  }
}
