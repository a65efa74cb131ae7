package atoll.http.netty;

import atoll.kit.net.Endpoint;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;

/// A connection over TLS that the Java installation itself makes. Confined to its test.
final class SecureSocket implements AutoCloseable {

  private final SSLSocket socket;
  private final RawClient client;

  private SecureSocket(SSLSocket socket) {
    this.socket = socket;
    this.client = new RawClient(socket);
  }

  static SecureSocket to(Endpoint at, Path authority) throws Exception {
    KeyStore trusted = KeyStore.getInstance(KeyStore.getDefaultType());
    trusted.load(null, null);
    try (InputStream pem = Files.newInputStream(authority)) {
      trusted.setCertificateEntry(
          "root", CertificateFactory.getInstance("X.509").generateCertificate(pem));
    }
    TrustManagerFactory managers =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    managers.init(trusted);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, managers.getTrustManagers(), null);
    SSLSocket socket = (SSLSocket) context.getSocketFactory().createSocket(at.host(), at.port());
    socket.startHandshake();
    return new SecureSocket(socket);
  }

  String serverName() throws Exception {
    X509Certificate shown = (X509Certificate) socket.getSession().getPeerCertificates()[0];
    return shown.getSubjectX500Principal().toString();
  }

  int get() {
    return client.send("GET / HTTP/1.1\r\nHost: x\r\n\r\n").answer().status();
  }

  @Override
  public void close() {
    client.close();
  }
}
