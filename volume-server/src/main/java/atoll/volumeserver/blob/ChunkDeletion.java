package atoll.volumeserver.blob;

import java.util.List;

/// Deletes needles on the servers that hold them: the chunks of a file whose manifest is deleted.
@FunctionalInterface
public interface ChunkDeletion {

  /// Deletes all, on all servers that hold them; one that is gone already is fine. Waits; called on
  /// a virtual thread.
  ///
  /// @return what went wrong, one text for each failure that stands in the way; empty if nothing
  ///   did
  List<String> delete(List<String> fileIds);
}
