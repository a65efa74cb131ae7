package atoll.volumeserver.access;

import static org.assertj.core.api.Assertions.assertThat;

import javax.security.auth.x500.X500Principal;
import org.junit.jupiter.api.Test;

final class CertificateNamesTest {

  @Test
  void theCommonNameIsFoundAmongTheOthers() {
    assertThat(CertificateNames.commonName(new X500Principal("O=Atoll, CN=volume01, C=XX")))
        .contains("volume01");
    assertThat(CertificateNames.commonName(new X500Principal("O=Atoll, C=XX"))).isEmpty();
  }
}
