package atoll.volume.needle;

import java.nio.ByteBuffer;

/// A record as read, with its data verified. The data is a view of the buffer that was decoded:
/// whoever owns that buffer must not reuse it while the needle is in use. Confined to its reader.
public final class Needle {

  private final NeedleMeta meta;
  private final ByteBuffer data;
  private final Checksum dataChecksum;

  Needle(NeedleMeta meta, ByteBuffer data, Checksum dataChecksum) {
    this.meta = meta;
    this.data = data;
    this.dataChecksum = dataChecksum;
  }

  public NeedleMeta meta() {
    return meta;
  }

  /// The stored data, from position 0 to its limit, read-only, big-endian; a new view each time.
  public ByteBuffer data() {
    return data.asReadOnlyBuffer();
  }

  /// The ETag, without quotes: the plain checksum of the data, also where the old form is stored;
  /// for an empty needle what is stored.
  public String etag() {
    return (meta.dataBytes() == 0 ? meta.checksum() : dataChecksum).toString();
  }
}
