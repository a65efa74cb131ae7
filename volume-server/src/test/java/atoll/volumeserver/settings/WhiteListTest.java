package atoll.volumeserver.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import atoll.kit.AtollException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class WhiteListTest {

  @Test
  void anEmptyListMeansEverybody() {
    assertThat(WhiteList.of(List.of()).allows("192.0.2.1")).isTrue();
    assertThat(WhiteList.of(List.of()).isOpen()).isTrue();
  }

  @Test
  void addressesAndNetworksAreAllowed() {
    WhiteList list = WhiteList.of(List.of("10.0.0.1", "10.128.0.0/9", "fd00::/8", "::1"));

    assertThat(list.allows("10.0.0.1")).isTrue();
    assertThat(list.allows("10.0.0.2")).isFalse();
    assertThat(list.allows("10.128.0.0")).isTrue();
    assertThat(list.allows("10.255.255.255")).isTrue();
    assertThat(list.allows("10.127.255.255")).isFalse();
    assertThat(list.allows("fd12::1")).isTrue();
    assertThat(list.allows("fe80::1")).isFalse();
    assertThat(list.allows("0:0:0:0:0:0:0:1")).isTrue();
    assertThat(list.allows("127.0.0.1")).isFalse();
  }

  @Test
  void aNetworkOfNoBitsHoldsItsWholeFamily() {
    WhiteList list = WhiteList.of(List.of("0.0.0.0/0"));

    assertThat(list.allows("192.0.2.1")).isTrue();
    assertThat(list.allows("::1")).isFalse();
  }

  @Test
  void whatIsNoAddressIsNotAllowed() {
    assertThat(WhiteList.of(List.of("10.0.0.1")).allows("localhost")).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"localhost", "10.0.0.0/33", "10.0.0.0/-1", "10.0.0/8", "::/129", "/8"})
  void anEntryThatIsNeitherIsRefused(String entry) {
    assertThatThrownBy(() -> WhiteList.of(List.of(entry)))
        .isInstanceOf(AtollException.class)
        .hasMessageContaining("\"" + entry + "\"");
  }
}
