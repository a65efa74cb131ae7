package atoll.app.volumetool;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/// Writes a POSIX tar archive (ustar, with pax headers for what does not fit):
///
/// ```
///   header 512                                             data, padded to 512
///   +--------+------+-----+-----+------+-------+-----+------+- - -
///   | name   | mode | uid | gid | size | mtime | sum | type |
///   | 100    | 8    | 8   | 8   | 12   | 12    | 8   | 1    |
///   +--------+------+-----+-----+------+-------+-----+------+- - -
/// ```
///
/// Numbers are octal digits. A content type stands in the pax header as the extended attribute
/// `user.mime_type`, which `tar --xattrs` restores. Two blocks of zeros end the archive.
final class TarTarget implements ExportTarget {

  private static final int BLOCK = 512;
  private static final int NAME_BYTES = 100;
  private static final int SUM_AT = 148;
  private static final int TYPE_AT = 156;
  private static final int MAGIC_AT = 257;
  private static final long OCTAL_11_MAX = (1L << 33) - 1;
  private static final char FILE = '0';
  private static final char PAX = 'x';

  private final OutputStream out;
  private long written;

  TarTarget(OutputStream out) {
    this.out = out;
  }

  @Override
  public void begin(String name, long bytes, String mime, long modifiedSeconds) throws IOException {
    byte[] encoded = name.getBytes(StandardCharsets.UTF_8);
    ByteArrayOutputStream pax = new ByteArrayOutputStream();
    if (encoded.length > NAME_BYTES || encoded.length != name.length()) {
      record(pax, "path", name);
    }
    if (!mime.isEmpty()) {
      record(pax, "SCHILY.xattr.user.mime_type", mime);
    }
    if (pax.size() > 0) {
      header("PaxHeaders/needle".getBytes(StandardCharsets.UTF_8), pax.size(), 0, PAX);
      out.write(pax.toByteArray());
      pad(pax.size());
    }
    header(encoded, bytes, modifiedSeconds, FILE);
    written = 0;
  }

  /// `length keyword=value`, and the length counts itself.
  private static void record(ByteArrayOutputStream pax, String keyword, String value) {
    byte[] rest = (" " + keyword + "=" + value + "\n").getBytes(StandardCharsets.UTF_8);
    int length = rest.length + 1;
    while (Integer.toString(length).length() + rest.length != length) {
      length++;
    }
    pax.writeBytes(Integer.toString(length).getBytes(StandardCharsets.US_ASCII));
    pax.writeBytes(rest);
  }

  private void header(byte[] name, long bytes, long modifiedSeconds, char type) throws IOException {
    ByteBuffer block = ByteBuffer.allocate(BLOCK);
    block.put(name, 0, Math.min(name.length, NAME_BYTES)).position(NAME_BYTES);
    octal(block, 0644, 8);
    octal(block, 0, 8);
    octal(block, 0, 8);
    octal(block, bytes, 12);
    octal(block, Math.clamp(modifiedSeconds, 0, OCTAL_11_MAX), 12);
    block.put("        ".getBytes(StandardCharsets.US_ASCII));
    block.put(TYPE_AT, (byte) type);
    block.position(MAGIC_AT).put("ustar\00000".getBytes(StandardCharsets.US_ASCII));
    int sum = 0;
    for (byte each : block.array()) {
      sum += Byte.toUnsignedInt(each);
    }
    octal(block.position(SUM_AT), sum, 7);
    out.write(block.array());
  }

  private static void octal(ByteBuffer block, long value, int bytes) {
    String digits = String.format(Locale.ROOT, "%0" + (bytes - 1) + "o", value);
    block.put(digits.getBytes(StandardCharsets.US_ASCII)).put((byte) 0);
  }

  private void pad(long bytes) throws IOException {
    out.write(new byte[(int) ((BLOCK - bytes % BLOCK) % BLOCK)]);
  }

  @Override
  public void write(ByteBuffer chunk) throws IOException {
    byte[] bytes = new byte[chunk.remaining()];
    chunk.get(bytes);
    out.write(bytes);
    written += bytes.length;
  }

  @Override
  public void end() throws IOException {
    pad(written);
  }

  @Override
  public void finish() throws IOException {
    out.write(new byte[2 * BLOCK]);
    out.flush();
  }

  @Override
  public void close() throws IOException {
    out.close();
  }
}
