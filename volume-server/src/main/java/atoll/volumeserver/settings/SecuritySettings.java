package atoll.volumeserver.settings;

import atoll.http.TlsSettings;
import java.util.List;
import java.util.Optional;

/// What `security.toml` says, read and checked. Keys are not printed. Immutable.
///
/// @param write for tokens that let clients write and delete
/// @param read for tokens that let clients read
/// @param pageBesideKeys whether the status page is shown although there is a key for writing
/// @param whiteList addresses and networks that may write; empty means all
public record SecuritySettings(
    SigningKey write, SigningKey read, boolean pageBesideKeys, List<String> whiteList, Tls tls) {

  public static final SecuritySettings NONE =
      new SecuritySettings(SigningKey.NONE, SigningKey.NONE, false, List.of(), Tls.NONE);

  /// A shared secret.
  ///
  /// @param secret empty means that no tokens are wanted; otherwise of any length
  /// @param lifeSeconds of tokens that this server makes; 0 means that they do not expire
  public record SigningKey(String secret, int lifeSeconds) {

    public static final SigningKey NONE = new SigningKey("", 0);

    public boolean isSet() {
      return !secret.isEmpty();
    }

    @Override
    public String toString() {
      return isSet() ? "a key, tokens for " + lifeSeconds + " s" : "no key";
    }
  }

  /// Certificates of the four ends. Those that are empty speak in the clear.
  ///
  /// @param http of the admin port
  /// @param httpClient towards other volume servers
  /// @param grpc of the port of gRPC
  /// @param grpcClient towards masters and other volume servers
  /// @param grpcNames common names that callers of gRPC must have, one of them; empty means any
  public record Tls(
      Optional<TlsSettings> http,
      Optional<TlsSettings> httpClient,
      Optional<TlsSettings> grpc,
      Optional<TlsSettings> grpcClient,
      GrpcNames grpcNames) {

    public static final Tls NONE =
        new Tls(
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            new GrpcNames(List.of(), ""));
  }

  /// Who may call over gRPC, going by the certificate.
  ///
  /// @param exact common names
  /// @param suffix what a common name may end with instead; empty means that none may
  public record GrpcNames(List<String> exact, String suffix) {
    public GrpcNames {
      exact = List.copyOf(exact);
    }

    /// Whether everybody may whose certificate is trusted.
    public boolean isAny() {
      return exact.isEmpty() && suffix.isEmpty();
    }

    public boolean allows(String commonName) {
      return isAny()
          || exact.contains(commonName)
          || (!suffix.isEmpty() && commonName.endsWith(suffix));
    }
  }

  public SecuritySettings {
    whiteList = List.copyOf(whiteList);
  }
}
