package atoll.fast.json;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;

/// Tells UTF-8 from what only looks like it: a JSON parser that skips strings lets overlong forms
/// and lone surrogates pass.
public final class Utf8 {

  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.nativeOrder());
  private static final long HIGH_BITS = 0x8080_8080_8080_8080L;

  private Utf8() {}

  public static boolean isAscii(byte[] bytes, int from, int length) {
    int end = from + length;
    int at = from;
    for (; at + Long.BYTES <= end; at += Long.BYTES) {
      if (((long) LONGS.get(bytes, at) & HIGH_BITS) != 0) {
        return false;
      }
    }
    for (; at < end; at++) {
      if (bytes[at] < 0) {
        return false;
      }
    }
    return true;
  }

  /// Passes well-formed UTF-8 and nothing else.
  ///
  /// @throws CharacterCodingException at the first byte that does not fit
  public static void check(byte[] bytes, int from, int length) throws CharacterCodingException {
    if (isAscii(bytes, from, length)) {
      return;
    }
    CharsetDecoder decoder =
        StandardCharsets.UTF_8
            .newDecoder()
            .onMalformedInput(CodingErrorAction.REPORT)
            .onUnmappableCharacter(CodingErrorAction.REPORT);
    ByteBuffer source = ByteBuffer.wrap(bytes, from, length);
    CharBuffer scratch = CharBuffer.allocate(Math.min(length, 4096));
    CoderResult result;
    do {
      scratch.clear();
      result = decoder.decode(source, scratch, true);
      if (result.isError()) {
        result.throwException();
      }
    } while (result.isOverflow());
  }
}
