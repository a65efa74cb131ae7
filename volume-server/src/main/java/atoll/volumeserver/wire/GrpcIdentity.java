package atoll.volumeserver.wire;

import atoll.http.TlsSettings;
import atoll.kit.AtollException;
import io.grpc.ChannelCredentials;
import io.grpc.ServerCredentials;
import io.grpc.TlsChannelCredentials;
import io.grpc.TlsServerCredentials;
import io.grpc.util.AdvancedTlsX509KeyManager;
import io.grpc.util.AdvancedTlsX509TrustManager;
import io.grpc.util.CertificateUtils;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import org.jspecify.annotations.Nullable;

/// The certificate that one end of gRPC shows and the authority of the other end, both of which may
/// change while it runs: new connections get the new ones. Shared (gRPC's managers guard
/// themselves).
public final class GrpcIdentity {

  private final AdvancedTlsX509KeyManager keys = new AdvancedTlsX509KeyManager();
  private final AdvancedTlsX509TrustManager trust;
  private final boolean shows;

  /// What is written in PEM, read and not yet used. Immutable.
  public static final class Read {

    private final X509Certificate[] chain;
    private final @Nullable PrivateKey key;
    private final X509Certificate[] trusted;

    /// @param key null if nothing is shown
    private Read(X509Certificate[] chain, @Nullable PrivateKey key, X509Certificate[] trusted) {
      this.chain = chain;
      this.key = key;
      this.trusted = trusted;
    }
  }

  /// @param shows whether a certificate is shown, now and later
  private GrpcIdentity(AdvancedTlsX509TrustManager trust, boolean shows) {
    this.trust = trust;
    this.shows = shows;
  }

  /// A server's, whose callers are known by their certificates alone.
  ///
  /// @throws AtollException `BAD_INPUT` if certificate and key cannot be read
  public static GrpcIdentity ofServer(TlsSettings tls) {
    return of(tls, AdvancedTlsX509TrustManager.Verification.CERTIFICATE_ONLY_VERIFICATION, true);
  }

  /// A client's, which looks for the name it calls in the certificate it is shown. One that has no
  /// certificate at first shows none later either.
  ///
  /// @throws AtollException `BAD_INPUT` if certificate and key cannot be read
  public static GrpcIdentity ofClient(TlsSettings tls) {
    return of(
        tls,
        AdvancedTlsX509TrustManager.Verification.CERTIFICATE_AND_HOST_NAME_VERIFICATION,
        tls.certificates().size() > 0);
  }

  private static GrpcIdentity of(
      TlsSettings tls, AdvancedTlsX509TrustManager.Verification verification, boolean shows) {
    try {
      GrpcIdentity identity =
          new GrpcIdentity(
              AdvancedTlsX509TrustManager.newBuilder().setVerification(verification).build(),
              shows);
      identity.replace(identity.read(tls));
      return identity;
    } catch (GeneralSecurityException e) {
      throw GrpcTls.unreadable(e);
    }
  }

  /// Reads certificates without using them.
  ///
  /// @throws AtollException `BAD_INPUT` if certificate and key cannot be read, or are not there
  ///   where one is shown
  public Read read(TlsSettings tls) {
    try {
      X509Certificate[] trusted =
          tls.trusted().isEmpty()
              ? new X509Certificate[0]
              : CertificateUtils.getX509Certificates(GrpcTls.stream(tls.trusted().get()));
      if (!shows) {
        return new Read(new X509Certificate[0], null, trusted);
      }
      X509Certificate[] chain =
          CertificateUtils.getX509Certificates(GrpcTls.stream(tls.certificates()));
      if (chain.length == 0) {
        throw new IOException("no certificate");
      }
      return new Read(
          chain, CertificateUtils.getPrivateKey(GrpcTls.stream(tls.privateKey())), trusted);
    } catch (GeneralSecurityException | IOException | IllegalArgumentException e) {
      throw GrpcTls.unreadable(e);
    }
  }

  /// Shows and trusts these from the next connection on.
  public void replace(Read read) {
    try {
      trust.updateTrustCredentials(read.trusted);
      if (read.key != null) {
        keys.updateIdentityCredentials(read.chain, read.key);
      }
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

  /// A client's.
  public ChannelCredentials client() {
    TlsChannelCredentials.Builder builder = TlsChannelCredentials.newBuilder().trustManager(trust);
    return shows ? builder.keyManager(keys).build() : builder.build();
  }
}
