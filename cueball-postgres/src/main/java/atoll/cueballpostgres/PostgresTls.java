package atoll.cueballpostgres;

import atoll.kit.AtollException;
import atoll.kit.Fault;
import java.nio.file.Path;
import java.util.Optional;

/// The TLS of a connection.
///
/// Where a root certificate is given, whatever TLS comes about is verified against it, in every
/// mode; without one only the modes that verify insist.
///
/// @param mode how much TLS is wanted
/// @param rootCertificate a file with the root's certificate as PEM
public record PostgresTls(TlsMode mode, Optional<Path> rootCertificate) {

  /// Whatever the server has, unverified.
  public static final PostgresTls PREFERRED = new PostgresTls(TlsMode.PREFER, Optional.empty());

  public PostgresTls {
    if (mode.needsCertificate() && rootCertificate.isEmpty()) {
      throw new AtollException(
          Fault.BAD_INPUT,
          "TLS mode " + mode + " verifies the server, so it needs the root's certificate");
    }
  }

  public static PostgresTls of(TlsMode mode) {
    return new PostgresTls(mode, Optional.empty());
  }

  public static PostgresTls of(TlsMode mode, Path rootCertificate) {
    return new PostgresTls(mode, Optional.of(rootCertificate));
  }
}
