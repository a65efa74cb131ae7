package atoll.http.server;

import atoll.http.RequestHead;
import atoll.kit.Randomness;
import java.util.HexFormat;
import java.util.concurrent.atomic.AtomicLong;

/// Gives each request its id: the product decides whether a client may bring one, and which header
/// tells it back.
public interface RequestIds {

  /// The id of a request; runs on an event loop.
  String idOf(RequestHead request);

  /// The header of the answer that carries it; empty for none.
  String responseHeader();

  /// Ids of our own, unique to this process: eight random hexadecimal digits and a counter.
  static RequestIds generated(String responseHeader, Randomness randomness) {
    String prefix = HexFormat.of().toHexDigits(randomness.nextInt());
    AtomicLong next = new AtomicLong();
    return new RequestIds() {
      @Override
      public String idOf(RequestHead request) {
        return prefix.concat(Long.toHexString(next.incrementAndGet() | 1L << 32));
      }

      @Override
      public String responseHeader() {
        return responseHeader;
      }
    };
  }

  /// The client's id from `requestHeader` if it is 1 to 128 of `A-Z a-z 0-9 . _ -`, else one of
  /// `otherwise`.
  static RequestIds accepted(String requestHeader, RequestIds otherwise) {
    return new RequestIds() {
      @Override
      public String idOf(RequestHead request) {
        String given = request.headers().first(requestHeader);
        return given != null && isAcceptable(given) ? given : otherwise.idOf(request);
      }

      @Override
      public String responseHeader() {
        return otherwise.responseHeader();
      }
    };
  }

  private static boolean isAcceptable(String id) {
    for (int i = 0; i < id.length(); i++) {
      char c = id.charAt(i);
      boolean letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
      if (!letter && (c < '0' || c > '9') && c != '.' && c != '_' && c != '-') {
        return false;
      }
    }
    return !id.isEmpty() && id.length() <= 128;
  }
}
