package atoll.http.wire;

import atoll.http.Headers;
import atoll.http.Status;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// Puts a head together as bytes. One object writes head after head into the same array.
///
/// Confined to one event loop.
public final class HeadWriter {

  private static final byte[][] STATUS_LINES = new byte[600][];
  private static final byte[] CHUNKED = latin("Transfer-Encoding: chunked\r\n");
  private static final byte[] LENGTH = latin("Content-Length: ");

  static {
    for (int status = 100; status < STATUS_LINES.length; status++) {
      STATUS_LINES[status] = latin("HTTP/1.1 " + status + " " + Status.reason(status) + "\r\n");
    }
  }

  private byte[] bytes = new byte[1024];
  private int count;

  /// The array, valid up to [#size()] until the next head begins.
  public byte[] array() {
    return bytes;
  }

  public int size() {
    return count;
  }

  public HeadWriter beginResponse(int status) {
    count = 0;
    return raw(
        status < STATUS_LINES.length
            ? STATUS_LINES[status]
            : latin("HTTP/1.1 " + status + " \r\n"));
  }

  public HeadWriter beginRequest(String method, String rawTarget) {
    count = 0;
    return text(method).octet(' ').raw(latin(rawTarget)).text(" HTTP/1.1\r\n");
  }

  /// Bytes that are fields already, line ends included.
  public HeadWriter raw(byte[] fields) {
    ensure(fields.length);
    System.arraycopy(fields, 0, bytes, count, fields.length);
    count += fields.length;
    return this;
  }

  public HeadWriter field(String name, String value) {
    return text(name).text(": ").text(value).text("\r\n");
  }

  public HeadWriter fields(Headers headers) {
    for (int i = 0; i < headers.size(); i++) {
      field(headers.name(i), headers.value(i));
    }
    return this;
  }

  public HeadWriter contentLength(long length) {
    raw(LENGTH);
    decimal(length);
    return octet('\r').octet('\n');
  }

  public HeadWriter chunked() {
    return raw(CHUNKED);
  }

  public HeadWriter end() {
    return octet('\r').octet('\n');
  }

  private void decimal(long number) {
    ensure(20);
    int from = count;
    long rest = number;
    do {
      bytes[count++] = (byte) ('0' + rest % 10);
      rest /= 10;
    } while (rest > 0);
    for (int low = from, high = count - 1; low < high; low++, high--) {
      byte swap = bytes[low];
      bytes[low] = bytes[high];
      bytes[high] = swap;
    }
  }

  private HeadWriter octet(char c) {
    ensure(1);
    bytes[count++] = (byte) c;
    return this;
  }

  private HeadWriter text(String text) {
    int length = text.length();
    ensure(length);
    byte[] to = bytes;
    int at = count;
    for (int i = 0; i < length; i++) {
      char c = text.charAt(i);
      if (c > 0x7e) {
        return raw(text.getBytes(StandardCharsets.UTF_8));
      }
      to[at + i] = (byte) c;
    }
    count = at + length;
    return this;
  }

  private void ensure(int more) {
    if (count + more > bytes.length) {
      bytes = Arrays.copyOf(bytes, Math.max(2 * bytes.length, count + more));
    }
  }

  private static byte[] latin(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }
}
