package atoll.app.volumetool;

import java.io.IOException;
import java.nio.ByteBuffer;

/// Where exported needles go. Confined to one export.
interface ExportTarget extends AutoCloseable {

  /// Begins a file. Exactly `bytes` of [#write] follow.
  ///
  /// @param mime empty if there is none
  /// @param modifiedSeconds since 1970
  void begin(String name, long bytes, String mime, long modifiedSeconds) throws IOException;

  void write(ByteBuffer chunk) throws IOException;

  /// Ends the file.
  void end() throws IOException;

  /// Ends the export: now it is whole.
  void finish() throws IOException;

  /// Lets go, whole or not.
  @Override
  void close() throws IOException;
}
