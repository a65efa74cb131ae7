package atoll.http.netty;

import atoll.http.TlsSettings;
import atoll.kit.AtollException;
import atoll.kit.Bytes;
import atoll.kit.Fault;
import io.netty.handler.ssl.ClientAuth;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import javax.net.ssl.SSLException;

/// Makes TLS contexts of settings, with the Java installation's own TLS.
final class TlsContexts {

  private TlsContexts() {}

  static SslContext server(TlsSettings settings) {
    try {
      SslContextBuilder builder =
          SslContextBuilder.forServer(
                  stream(settings.certificates()), stream(settings.privateKey()))
              .sslProvider(SslProvider.JDK)
              .protocols("TLSv1.3", "TLSv1.2");
      settings.trusted().ifPresent(trusted -> builder.trustManager(stream(trusted)));
      builder.clientAuth(
          switch (settings.peerCertificate()) {
            case NONE -> ClientAuth.NONE;
            case OPTIONAL -> ClientAuth.OPTIONAL;
            case REQUIRED -> ClientAuth.REQUIRE;
          });
      return builder.build();
    } catch (SSLException | IllegalArgumentException e) {
      throw unusable(e);
    }
  }

  static SslContext client(TlsSettings settings) {
    try {
      SslContextBuilder builder =
          SslContextBuilder.forClient()
              .sslProvider(SslProvider.JDK)
              .protocols("TLSv1.3", "TLSv1.2")
              .endpointIdentificationAlgorithm("HTTPS");
      settings.trusted().ifPresent(trusted -> builder.trustManager(stream(trusted)));
      if (!settings.certificates().isEmpty()) {
        builder.keyManager(stream(settings.certificates()), stream(settings.privateKey()));
      }
      return builder.build();
    } catch (SSLException | IllegalArgumentException e) {
      throw unusable(e);
    }
  }

  private static AtollException unusable(Exception e) {
    return new AtollException(
        Fault.BAD_INPUT,
        "certificates or key cannot be used ("
            + e.getMessage()
            + "): PEM is wanted, the key as PKCS #8 without password",
        e);
  }

  private static InputStream stream(Bytes pem) {
    return new ByteArrayInputStream(pem.toArray());
  }
}
