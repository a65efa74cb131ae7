package atoll.fast.codec;

/// The checksum of protocol version 2: CRC-16/ARC (reflected polynomial 0xA001, initial value 0, no
/// final exclusive or), taken over the payload's bytes, eight at a time.
final class ChecksumV2 {

  /// `TABLES[k][b]`: what the byte `b` does to the checksum once `k` zero bytes have followed it.
  private static final char[][] TABLES = tables();

  private ChecksumV2() {}

  private static char[][] tables() {
    char[][] tables = new char[8][256];
    for (int i = 0; i < 256; i++) {
      int crc = i;
      for (int bit = 0; bit < 8; bit++) {
        crc = (crc & 1) != 0 ? crc >> 1 ^ 0xA001 : crc >> 1;
      }
      tables[0][i] = (char) crc;
    }
    for (int k = 1; k < tables.length; k++) {
      for (int i = 0; i < 256; i++) {
        char before = tables[k - 1][i];
        tables[k][i] = (char) (before >> 8 ^ tables[0][before & 0xFF]);
      }
    }
    return tables;
  }

  static int of(byte[] payload, int from, int length) {
    int crc = 0;
    int at = from;
    int end = from + length;
    for (; at + 8 <= end; at += 8) {
      crc =
          TABLES[7][(crc ^ payload[at]) & 0xFF]
              ^ TABLES[6][(crc >> 8 ^ payload[at + 1]) & 0xFF]
              ^ TABLES[5][payload[at + 2] & 0xFF]
              ^ TABLES[4][payload[at + 3] & 0xFF]
              ^ TABLES[3][payload[at + 4] & 0xFF]
              ^ TABLES[2][payload[at + 5] & 0xFF]
              ^ TABLES[1][payload[at + 6] & 0xFF]
              ^ TABLES[0][payload[at + 7] & 0xFF];
    }
    for (; at < end; at++) {
      crc = crc >> 8 ^ TABLES[0][(crc ^ payload[at]) & 0xFF];
    }
    return crc;
  }
}
