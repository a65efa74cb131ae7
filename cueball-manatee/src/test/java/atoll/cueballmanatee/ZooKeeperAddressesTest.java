package atoll.cueballmanatee;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import atoll.kit.AtollException;
import atoll.kit.Fault;
import atoll.kit.net.Endpoint;
import atoll.sim.SeededRandomness;
import atoll.sim.Seeds;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ZooKeeperAddressesTest {

  @Test
  void membersAreAddressesWithPorts() {
    assertThat(ZooKeeperAddresses.parse("10.0.0.1:2181, 10.0.0.2:2182 ,[fd00::1]:2183").members())
        .containsExactly(
            new Endpoint("10.0.0.1", 2181),
            new Endpoint("10.0.0.2", 2182),
            new Endpoint("fd00::1", 2183));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        ",",
        "10.0.0.1",
        "10.0.0.1:",
        "10.0.0.1:0",
        "10.0.0.1:65536",
        "10.0.0:2181",
        "10.0.0.256:2181",
        "010.0.0.1:2181",
        "zk.example.com:2181",
        "localhost:2181",
        "10.0.0.1:2181,",
        "10.0.0.1:2181,,10.0.0.2:2181",
        "10.0.0.1:2181/chroot",
        "fd00::1:2181",
        "[fd00::1::2]:2181",
        "[1:2:3:4:5:6:7:8:9]:2181",
        "[g::1]:2181"
      })
  void anythingElseIsBadInput(String text) {
    assertThatExceptionOfType(AtollException.class)
        .isThrownBy(() -> ZooKeeperAddresses.parse(text))
        .matches(thrown -> thrown.fault() == Fault.BAD_INPUT);
  }

  @Test
  @Tag("simulation")
  void whatIsPrintedIsParsedAgain() {
    Seeds.check(
        200,
        seed -> {
          SeededRandomness chance = new SeededRandomness(seed);
          List<Endpoint> members = new ArrayList<>();
          for (int count = 1 + chance.nextInt(5); count > 0; count--) {
            members.add(new Endpoint(address(chance), 1 + chance.nextInt(65_535)));
          }
          ZooKeeperAddresses addresses = new ZooKeeperAddresses(members);
          assertThat(ZooKeeperAddresses.parse(addresses.toString())).isEqualTo(addresses);
        });
  }

  private static String address(SeededRandomness chance) {
    List<String> parts = new ArrayList<>();
    if (chance.nextBoolean()) {
      for (int part = 0; part < 4; part++) {
        parts.add(Integer.toString(chance.nextInt(256)));
      }
      return String.join(".", parts);
    }
    for (int part = 0; part < 8; part++) {
      parts.add(Integer.toHexString(chance.nextInt(65_536)));
    }
    return String.join(":", parts);
  }
}
