package atoll.volume.offline;

/// Bytes of a data file that are no whole record.
///
/// @param id of the needle whose record they were; 0 if nothing tells it
/// @param why in words
public record DamagedRange(long offset, long bytes, long id, String why) {

  public long end() {
    return offset + bytes;
  }
}
