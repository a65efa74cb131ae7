package atoll.volumeserver.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import atoll.http.TlsSettings.PeerCertificate;
import atoll.kit.AtollException;
import atoll.kit.Fault;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SecurityFileTest {

  @TempDir private Path work;

  private SecuritySettings read(String text) throws IOException {
    return read(text, Map.of());
  }

  private SecuritySettings read(String text, Map<String, String> environment) throws IOException {
    Path file = Files.writeString(work.resolve("security.toml"), text);
    return SecurityFile.read(Optional.of(file), environment);
  }

  @Test
  void nothingIsGuardedWithoutAFile() {
    SecuritySettings settings = SecurityFile.read(Optional.empty(), Map.of());
    assertThat(settings.write().isSet()).isFalse();
    assertThat(settings.read().isSet()).isFalse();
    assertThat(settings.whiteList()).isEmpty();
    assertThat(settings.tls()).isEqualTo(SecuritySettings.Tls.NONE);
  }

  @Test
  void keysAndListsAreRead() throws IOException {
    SecuritySettings settings =
        read(
            """
            [jwt.signing]
            key = "write"
            expires_after_seconds = 3

            [jwt.signing.read]
            key = "r"

            [access]
            ui = true

            [guard]
            white_list = "10.0.0.1, 10.1.0.0/16"
            """);

    assertThat(settings.write()).isEqualTo(new SecuritySettings.SigningKey("write", 3));
    assertThat(settings.read()).isEqualTo(new SecuritySettings.SigningKey("r", 60));
    assertThat(settings.pageBesideKeys()).isTrue();
    assertThat(settings.whiteList()).containsExactly("10.0.0.1", "10.1.0.0/16");
  }

  @Test
  void namesMayBeInCapitalLetters() throws IOException {
    assertThat(read("[JWT.Signing]\nKEY = \"x\"\n").write().secret()).isEqualTo("x");
  }

  @Test
  void theEnvironmentGoesBeforeTheFile() throws IOException {
    SecuritySettings settings =
        read("[jwt.signing]\nkey = \"file\"\n", Map.of("WEED_JWT_SIGNING_KEY", "environment"));

    assertThat(settings.write().secret()).isEqualTo("environment");
  }

  @Test
  void secretsAreNotPrinted() throws IOException {
    assertThat(read("[jwt.signing]\nkey = \"s3cret\"\n").toString()).doesNotContain("s3cret");
  }

  @Test
  void whatIsNoTomlIsSaidWithItsPlace() {
    assertThatThrownBy(() -> read("a = 1\n[jwt.signing\nkey = 1\n"))
        .isInstanceOf(AtollException.class)
        .hasMessageContaining("security.toml, line 2, column 13")
        .extracting("fault")
        .isEqualTo(Fault.BAD_INPUT);
  }

  @Test
  void everythingThatIsWrongIsSaidAtOnce() {
    assertThatThrownBy(() ->
            read(
                """
                access.ui = "yes"
                jwt.signing.expires_after_seconds = "soon"
                https.volume.cert = "/none.pem"
                https.volume.key = "/none.key"
                grpc.volume.cert = "one.pem"
                """))
        .asInstanceOf(InstanceOfAssertFactories.throwable(AtollException.class))
        .extracting(Throwable::getMessage, InstanceOfAssertFactories.STRING)
        .contains("access.ui is \"yes\"")
        .contains("jwt.signing.expires_after_seconds is no count of seconds")
        .contains("cannot read /none.pem")
        .contains("grpc.volume has only one of certificate and key");
  }

  @Test
  void certificatesAreReadForEachEnd() throws IOException {
    for (String name : List.of("cert", "key", "ca", "client")) {
      Files.writeString(work.resolve(name), name);
    }
    String text =
        """
        [grpc]
        ca = "DIR/ca"
        allowed_wildcard_domain = ".example.com"
        [grpc.volume]
        cert = "DIR/cert"
        key = "DIR/key"
        client_cert = "DIR/client"
        client_key = "DIR/key"
        allowed_commonNames = "volume01,master01"
        [https.volume]
        cert = "DIR/cert"
        key = "DIR/key"
        ca = "DIR/ca"
        [https.client]
        enabled = true
        ca = "DIR/ca"
        """;

    SecuritySettings.Tls tls = read(text.replace("DIR", work.toString())).tls();

    assertThat(tls.http().orElseThrow().peerCertificate()).isEqualTo(PeerCertificate.REQUIRED);
    assertThat(tls.grpc().orElseThrow().certificates().toUtf8()).isEqualTo("cert");
    assertThat(tls.grpcClient().orElseThrow().certificates().toUtf8()).isEqualTo("client");
    assertThat(tls.httpClient().orElseThrow().certificates().isEmpty()).isTrue();
    assertThat(tls.grpcNames().allows("volume01")).isTrue();
    assertThat(tls.grpcNames().allows("a.example.com")).isTrue();
    assertThat(tls.grpcNames().allows("volume02")).isFalse();
  }

  @Test
  void anHttpsPortWithoutAnAuthorityAsksForNoCertificate() throws IOException {
    Files.writeString(work.resolve("cert"), "cert");
    SecuritySettings settings =
        read(
            "https.volume.cert = \"DIR/cert\"\nhttps.volume.key = \"DIR/cert\"\n"
                .replace("DIR", work.toString()));

    assertThat(settings.tls().http().orElseThrow().peerCertificate())
        .isEqualTo(PeerCertificate.NONE);
  }
}
