package atoll.cueball;

import atoll.kit.net.Endpoint;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.Comparator;

/// One place where the service can be reached.
///
/// @param name what a log line calls it
/// @param endpoint its address and port
public record Backend(String name, Endpoint endpoint) {

  /// By name, then by host and port: an order that does not depend on who found them.
  static final Comparator<Backend> ORDER =
      Comparator.comparing(Backend::name)
          .thenComparing(backend -> backend.endpoint().host())
          .thenComparingInt(backend -> backend.endpoint().port());

  /// A backend that is called as it is reached: `10.0.0.1:2020`.
  public static Backend of(Endpoint endpoint) {
    return new Backend(endpoint.toString(), endpoint);
  }

  /// As [#of(Endpoint)].
  public static Backend of(String host, int port) {
    return of(new Endpoint(host, port));
  }

  /// The key under which cueball's tools name a backend: the SHA-1 of `name||port||address` in
  /// base64.
  public String key() {
    String text = name + "||" + endpoint.port() + "||" + endpoint.host();
    return Base64.getEncoder().encodeToString(sha1(text.getBytes(StandardCharsets.UTF_8)));
  }

  private static byte[] sha1(byte[] text) {
    try {
      return MessageDigest.getInstance("SHA-1").digest(text);
    } catch (NoSuchAlgorithmException missing) {
      throw new AssertionError("every Java platform has SHA-1", missing);
    }
  }

  @Override
  public String toString() {
    return name;
  }
}
