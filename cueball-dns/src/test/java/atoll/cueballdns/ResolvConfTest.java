package atoll.cueballdns;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import atoll.kit.AtollException;
import atoll.kit.Fault;
import atoll.kit.net.Endpoint;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ResolvConfTest {

  @TempDir private Path folder;

  private List<Endpoint> read(String text) throws IOException {
    return ResolvConf.read(Files.writeString(folder.resolve("resolv.conf"), text));
  }

  @Test
  void namesTheServersInTheirOrder() throws IOException {
    assertThat(
            read(
                """
                # made by hand
                search example.com
                nameserver 10.0.0.1
                nameserver\t10.0.0.2
                  nameserver fe80::1%eth0
                options ndots:5
                """))
        .containsExactly(
            new Endpoint("10.0.0.1", 53),
            new Endpoint("10.0.0.2", 53),
            new Endpoint("fe80::1%eth0", 53));
  }

  @Test
  void mayNameNone() throws IOException {
    assertThat(read("")).isEmpty();
    assertThat(read("search example.com\n")).isEmpty();
  }

  @Test
  void aLineThatMakesNoSenseIsNamed() {
    assertThatExceptionOfType(AtollException.class)
        .isThrownBy(() -> read("search example.com\nnameserver one.example.com\n"))
        .matches(thrown -> thrown.fault() == Fault.BAD_INPUT)
        .withMessageContaining("line 2")
        .withMessageContaining("one.example.com");
    assertThatExceptionOfType(AtollException.class).isThrownBy(() -> read("nameserver\n"));
  }

  @Test
  void aFileThatCannotBeReadIsNamed() {
    assertThatExceptionOfType(AtollException.class)
        .isThrownBy(() -> ResolvConf.read(folder.resolve("nowhere")))
        .matches(thrown -> thrown.fault() == Fault.IO)
        .withMessageContaining("nowhere");
  }
}
