package atoll.http.netty;

import atoll.http.server.Peer;
import atoll.kit.net.Endpoint;
import io.netty.channel.Channel;
import io.netty.handler.ssl.SslHandler;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.security.cert.Certificate;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import javax.naming.InvalidNameException;
import javax.naming.ldap.LdapName;
import javax.naming.ldap.Rdn;
import javax.net.ssl.SSLPeerUnverifiedException;

/// Tells who is at the other end of a channel.
final class PeerReader {

  private static final int DNS_NAME = 2;
  private static final int IP_ADDRESS = 7;

  private PeerReader() {}

  static Peer read(Channel channel, boolean secure) {
    return new Peer(
        endpoint(channel.remoteAddress()),
        endpoint(channel.localAddress()),
        secure,
        secure ? certificateNames(channel) : List.of());
  }

  static Endpoint endpoint(SocketAddress address) {
    if (address instanceof InetSocketAddress known) {
      return new Endpoint(
          known.getAddress() == null ? known.getHostString() : known.getAddress().getHostAddress(),
          known.getPort());
    }
    return new Endpoint("unknown", 0);
  }

  private static List<String> certificateNames(Channel channel) {
    SslHandler tls = channel.pipeline().get(SslHandler.class);
    if (tls == null) {
      return List.of();
    }
    try {
      Certificate[] chain = tls.engine().getSession().getPeerCertificates();
      return chain.length > 0 && chain[0] instanceof X509Certificate own ? names(own) : List.of();
    } catch (SSLPeerUnverifiedException e) {
      // The peer showed no certificate.
      return List.of();
    }
  }

  private static List<String> names(X509Certificate certificate) {
    List<String> names = new ArrayList<>();
    try {
      for (Rdn part : new LdapName(certificate.getSubjectX500Principal().getName()).getRdns()) {
        if (part.getType().equalsIgnoreCase("CN")) {
          names.add(String.valueOf(part.getValue()));
        }
      }
      Collection<List<?>> alternatives = certificate.getSubjectAlternativeNames();
      if (alternatives != null) {
        for (List<?> each : alternatives) {
          boolean named =
              each.get(0) instanceof Integer kind && (kind == DNS_NAME || kind == IP_ADDRESS);
          if (named && !names.contains(String.valueOf(each.get(1)))) {
            names.add(String.valueOf(each.get(1)));
          }
        }
      }
    } catch (InvalidNameException | CertificateParsingException e) {
      // A name that cannot be read names nobody.
      return List.copyOf(names);
    }
    return List.copyOf(names);
  }
}
