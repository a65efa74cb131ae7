package atoll.cueballpostgres;

import atoll.kit.AtollException;
import atoll.kit.Fault;
import java.util.Arrays;
import java.util.Locale;

/// How much TLS a connection wants: the `sslmode` of libpq.
public enum TlsMode {
  /// Never.
  DISABLE,
  /// Only if the server refuses without.
  ALLOW,
  /// If the server has it.
  PREFER,
  /// Always.
  REQUIRE,
  /// Always, and the server's certificate must come from the given root.
  VERIFY_CA,
  /// As [#VERIFY_CA], and the certificate must name the host that was dialled.
  VERIFY_FULL;

  /// Parses what [#toString] gives.
  ///
  /// @throws AtollException `BAD_INPUT` for any other text
  public static TlsMode parse(String text) {
    for (TlsMode mode : values()) {
      if (mode.toString().equals(text)) {
        return mode;
      }
    }
    throw new AtollException(
        Fault.BAD_INPUT,
        "\"" + text + "\" is not a TLS mode; there are " + Arrays.toString(values()));
  }

  boolean needsCertificate() {
    return this == VERIFY_CA || this == VERIFY_FULL;
  }

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
