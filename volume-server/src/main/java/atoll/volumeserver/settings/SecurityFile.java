package atoll.volumeserver.settings;

import atoll.http.TlsSettings;
import atoll.http.TlsSettings.PeerCertificate;
import atoll.kit.AtollException;
import atoll.kit.Bytes;
import atoll.kit.Fault;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Reads `security.toml`. Each key can be overridden by a variable of the environment:
/// `jwt.signing.key` by `WEED_JWT_SIGNING_KEY`.
public final class SecurityFile {

  private static final int WRITE_SECONDS = 10;
  private static final int READ_SECONDS = 60;

  private final TomlKeys keys;
  private final List<String> problems = new ArrayList<>();

  private SecurityFile(TomlKeys keys) {
    this.keys = keys;
  }

  /// Reads and checks everything.
  ///
  /// @param file none if the environment alone speaks
  /// @throws AtollException `BAD_INPUT` with everything that is wrong, a sentence a line
  public static SecuritySettings read(Optional<Path> file, Map<String, String> environment) {
    SecurityFile reading = new SecurityFile(TomlKeys.read(file, environment));
    SecuritySettings settings = reading.settings();
    if (!reading.problems.isEmpty()) {
      throw new AtollException(Fault.BAD_INPUT, String.join("\n", reading.problems));
    }
    return settings;
  }

  private SecuritySettings settings() {
    return new SecuritySettings(
        key("jwt.signing", WRITE_SECONDS),
        key("jwt.signing.read", READ_SECONDS),
        isOn("access.ui"),
        words(keys.text("guard.white_list")),
        new SecuritySettings.Tls(
            guarded(() -> server("https.volume", keys.text("https.volume.ca"))),
            isOn("https.client.enabled")
                ? guarded(() -> client("https.client", "cert", "key", keys.text("https.client.ca")))
                : Optional.empty(),
            guarded(this::grpcServer),
            guarded(this::grpcClient),
            new SecuritySettings.GrpcNames(
                words(keys.text("grpc.volume.allowed_commonnames")),
                keys.text("grpc.allowed_wildcard_domain"))));
  }

  private SecuritySettings.SigningKey key(String place, int usualSeconds) {
    String seconds = keys.text(place + ".expires_after_seconds").strip();
    int life = usualSeconds;
    if (seconds.matches("[0-9]{1,9}")) {
      life = Integer.parseInt(seconds);
    } else if (!seconds.isEmpty()) {
      problems.add(keys.name(place + ".expires_after_seconds") + " is no count of seconds");
    }
    return new SecuritySettings.SigningKey(keys.text(place + ".key"), life);
  }

  private boolean isOn(String key) {
    String text = keys.text(key).strip();
    if (!text.isEmpty() && !text.equals("true") && !text.equals("false")) {
      problems.add(keys.name(key) + " is \"" + text + "\"; wanted is true or false");
    }
    return text.equals("true");
  }

  /// A caller must show a certificate if there is an authority to check it by.
  private Optional<TlsSettings> server(String place, String authority) {
    String certificate = keys.text(place + ".cert");
    String key = keys.text(place + ".key");
    if (certificate.isEmpty() && key.isEmpty()) {
      return Optional.empty();
    }
    pair(place, certificate, key);
    TlsSettings settings = TlsSettings.server(Path.of(certificate), Path.of(key));
    return Optional.of(
        authority.isEmpty()
            ? settings
            : settings.withPeerCertificate(PeerCertificate.REQUIRED, Path.of(authority)));
  }

  private Optional<TlsSettings> grpcServer() {
    Optional<TlsSettings> settings = server("grpc.volume", keys.text("grpc.ca"));
    if (settings.isPresent() && keys.text("grpc.ca").isEmpty()) {
      throw new AtollException(
          Fault.BAD_INPUT,
          keys.name("grpc.ca") + " is missing: gRPC with a certificate checks that of its callers");
    }
    return settings;
  }

  private Optional<TlsSettings> grpcClient() {
    boolean own =
        !keys.text("grpc.volume.client_cert").isEmpty()
            && !keys.text("grpc.volume.client_key").isEmpty();
    return client(
        "grpc.volume",
        own ? "client_cert" : "cert",
        own ? "client_key" : "key",
        keys.text("grpc.ca"));
  }

  /// A client trusts an authority, and shows a certificate if it has one.
  private Optional<TlsSettings> client(
      String place, String certificateKey, String keyKey, String authority) {
    String certificate = keys.text(place + "." + certificateKey);
    String key = keys.text(place + "." + keyKey);
    boolean shows = !certificate.isEmpty() || !key.isEmpty();
    if (shows) {
      pair(place, certificate, key);
    }
    if (authority.isEmpty()) {
      return place.startsWith("grpc") || !shows
          ? plainOrTrusting(place)
          : Optional.of(
              new TlsSettings(Bytes.EMPTY, Bytes.EMPTY, Optional.empty(), PeerCertificate.NONE)
                  .withIdentity(Path.of(certificate), Path.of(key)));
    }
    TlsSettings settings = TlsSettings.client(Path.of(authority));
    return Optional.of(
        shows ? settings.withIdentity(Path.of(certificate), Path.of(key)) : settings);
  }

  /// Without anything of its own, HTTPS trusts whom the Java installation trusts; gRPC is plain.
  private static Optional<TlsSettings> plainOrTrusting(String place) {
    return place.startsWith("grpc")
        ? Optional.empty()
        : Optional.of(
            new TlsSettings(Bytes.EMPTY, Bytes.EMPTY, Optional.empty(), PeerCertificate.NONE));
  }

  private void pair(String place, String certificate, String key) {
    if (certificate.isEmpty() || key.isEmpty()) {
      throw new AtollException(
          Fault.BAD_INPUT,
          keys.name(place) + " has only one of certificate and key; both are wanted");
    }
  }

  /// What is wrong with one of the ends is told with everything else.
  private Optional<TlsSettings> guarded(java.util.function.Supplier<Optional<TlsSettings>> end) {
    try {
      return end.get();
    } catch (AtollException e) {
      problems.add(e.getMessage());
      return Optional.empty();
    }
  }

  private static List<String> words(String text) {
    return Arrays.stream(text.split(",", -1)).map(String::strip).filter(w -> !w.isEmpty()).toList();
  }
}
