package atoll.volumeserver.wire;

import atoll.http.TlsSettings;
import atoll.kit.AtollException;
import io.grpc.ServerCredentials;
import io.grpc.TlsServerCredentials;
import io.grpc.util.AdvancedTlsX509KeyManager;
import io.grpc.util.AdvancedTlsX509TrustManager;
import io.grpc.util.CertificateUtils;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;

/// The certificate of a gRPC server and the authority of its callers, both of which may change
/// while it runs: new connections get the new ones. Shared (gRPC's managers guard themselves).
public final class GrpcIdentity {

  private final AdvancedTlsX509KeyManager keys = new AdvancedTlsX509KeyManager();
  private final AdvancedTlsX509TrustManager trust;

  /// What is written in PEM, read and not yet used. Immutable.
  public static final class Read {

    private final X509Certificate[] chain;
    private final PrivateKey key;
    private final X509Certificate[] trusted;

    private Read(X509Certificate[] chain, PrivateKey key, X509Certificate[] trusted) {
      this.chain = chain;
      this.key = key;
      this.trusted = trusted;
    }
  }

  private GrpcIdentity(AdvancedTlsX509TrustManager trust) {
    this.trust = trust;
  }

  /// An identity with these certificates.
  ///
  /// @throws AtollException `BAD_INPUT` if certificate and key cannot be read
  public static GrpcIdentity of(TlsSettings tls) {
    try {
      GrpcIdentity identity =
          new GrpcIdentity(
              AdvancedTlsX509TrustManager.newBuilder()
                  .setVerification(
                      AdvancedTlsX509TrustManager.Verification.CERTIFICATE_ONLY_VERIFICATION)
                  .build());
      identity.replace(read(tls));
      return identity;
    } catch (GeneralSecurityException e) {
      throw GrpcTls.unreadable(e);
    }
  }

  /// Reads certificates without using them.
  ///
  /// @throws AtollException `BAD_INPUT` if certificate and key cannot be read
  public static Read read(TlsSettings tls) {
    try {
      X509Certificate[] chain =
          CertificateUtils.getX509Certificates(GrpcTls.stream(tls.certificates()));
      if (chain.length == 0) {
        throw new IOException("no certificate");
      }
      return new Read(
          chain,
          CertificateUtils.getPrivateKey(GrpcTls.stream(tls.privateKey())),
          tls.trusted().isEmpty()
              ? new X509Certificate[0]
              : CertificateUtils.getX509Certificates(GrpcTls.stream(tls.trusted().get())));
    } catch (GeneralSecurityException | IOException | IllegalArgumentException e) {
      throw GrpcTls.unreadable(e);
    }
  }

  /// Shows and trusts these from the next connection on.
  public void replace(Read read) {
    try {
      trust.updateTrustCredentials(read.trusted);
      keys.updateIdentityCredentials(read.chain, read.key);
    } catch (GeneralSecurityException | IOException e) {
      throw GrpcTls.unreadable(e);
    }
  }

  /// A server's, whose callers always show a certificate.
  public ServerCredentials server() {
    return TlsServerCredentials.newBuilder()
        .keyManager(keys)
        .trustManager(trust)
        .clientAuth(TlsServerCredentials.ClientAuth.REQUIRE)
        .build();
  }
}
