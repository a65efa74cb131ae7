package atoll.volumeserver.access;

import atoll.volumeserver.settings.SecuritySettings;
import io.grpc.Grpc;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.Status;
import java.security.Principal;
import java.util.Optional;
import javax.naming.InvalidNameException;
import javax.naming.ldap.LdapName;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;
import org.jspecify.annotations.Nullable;

/// Lets those call over gRPC whose certificate has one of the names that the settings allow.
/// Immutable.
public final class CertificateNames implements ServerInterceptor {

  private final SecuritySettings.GrpcNames names;

  public CertificateNames(SecuritySettings.GrpcNames names) {
    this.names = names;
  }

  @Override
  public <Q, R> ServerCall.Listener<Q> interceptCall(
      ServerCall<Q, R> call, Metadata headers, ServerCallHandler<Q, R> next) {
    if (names.isAny()) {
      return next.startCall(call, headers);
    }
    Optional<String> name = commonName(call.getAttributes().get(Grpc.TRANSPORT_ATTR_SSL_SESSION));
    if (name.filter(names::allows).isPresent()) {
      return next.startCall(call, headers);
    }
    call.close(
        Status.UNAUTHENTICATED.withDescription(
            "the certificate's common name is not allowed: " + name.orElse("there is none")),
        new Metadata());
    return new ServerCall.Listener<>() {};
  }

  private static Optional<String> commonName(@Nullable SSLSession session) {
    if (session == null) {
      return Optional.empty();
    }
    try {
      return commonName(session.getPeerPrincipal());
    } catch (SSLPeerUnverifiedException nobody) {
      return Optional.empty();
    }
  }

  static Optional<String> commonName(Principal principal) {
    try {
      return new LdapName(principal.getName())
          .getRdns().stream()
              .filter(part -> part.getType().equalsIgnoreCase("CN"))
              .map(part -> String.valueOf(part.getValue()))
              .findFirst();
    } catch (InvalidNameException unreadable) {
      return Optional.empty();
    }
  }
}
