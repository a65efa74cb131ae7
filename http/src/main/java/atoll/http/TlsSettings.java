package atoll.http;

import atoll.kit.AtollException;
import atoll.kit.Bytes;
import atoll.kit.Fault;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/// What one end of a TLS connection has: PEM texts. The key is not printed. Immutable.
///
/// @param certificates our chain, own certificate first; empty for a client without one
/// @param privateKey its key in PKCS #8, not encrypted; empty for a client without one
/// @param trusted the authorities that the peer's certificate must stem from; empty for those of
///   the Java installation
/// @param peerCertificate whether a server asks for the client's certificate
public record TlsSettings(
    Bytes certificates,
    Bytes privateKey,
    Optional<Bytes> trusted,
    PeerCertificate peerCertificate) {

  /// Whether a server wants to see the client's certificate.
  public enum PeerCertificate {
    NONE,
    OPTIONAL,
    REQUIRED
  }

  /// A server with its certificate.
  public static TlsSettings server(Path certificates, Path privateKey) {
    return new TlsSettings(
        read(certificates), read(privateKey), Optional.empty(), PeerCertificate.NONE);
  }

  /// A client that trusts these authorities.
  public static TlsSettings client(Path trusted) {
    return new TlsSettings(
        Bytes.EMPTY, Bytes.EMPTY, Optional.of(read(trusted)), PeerCertificate.NONE);
  }

  public TlsSettings withPeerCertificate(PeerCertificate wanted, Path trustedAuthorities) {
    return new TlsSettings(certificates, privateKey, Optional.of(read(trustedAuthorities)), wanted);
  }

  public TlsSettings withIdentity(Path ownCertificates, Path ownKey) {
    return new TlsSettings(read(ownCertificates), read(ownKey), trusted, peerCertificate);
  }

  private static Bytes read(Path path) {
    try {
      return Bytes.of(Files.readAllBytes(path));
    } catch (IOException e) {
      throw new AtollException(
          Fault.NOT_FOUND, "cannot read " + path + " (" + e + "): a PEM file is wanted", e);
    }
  }

  @Override
  public String toString() {
    return "TLS, " + certificates.size() + " bytes of certificates, peers " + peerCertificate;
  }
}
