package atoll.volumeserver.master;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import atoll.kit.AtollException;
import atoll.kit.Fault;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MemoryTest {

  private static final Path FILE = Path.of("atoll-master.txt");

  private static final String TEXT =
      """
      atoll-master 1
      keys 20480
      volumes 7
      volume 3 127.0.0.1:8080
      volume 7 127.0.0.1:8081
      """;

  private static final Memory MEMORY =
      new Memory(20480, 7, new TreeMap<>(Map.of(3, "127.0.0.1:8080", 7, "127.0.0.1:8081")));

  @Test
  void isWrittenAsItIsRead() {
    assertThat(MEMORY.write()).isEqualTo(TEXT);
    assertThat(Memory.read(TEXT, FILE)).isEqualTo(MEMORY);
    assertThat(Memory.read(Memory.NOTHING.write(), FILE)).isEqualTo(Memory.NOTHING);
  }

  @Test
  void numbersAreUnsigned() {
    Memory large = new Memory(-2, -3, new TreeMap<>(Map.of(-3, "a:1")));
    assertThat(large.write()).contains("keys 18446744073709551614").contains("volume 4294967293");
    assertThat(Memory.read(large.write(), FILE)).isEqualTo(large);
  }

  @Test
  void aNewerVersionIsRefused() {
    assertThatThrownBy(() -> Memory.read("atoll-master 2\nkeys 1\n", FILE))
        .isInstanceOfSatisfying(
            AtollException.class, e -> assertThat(e.fault()).isEqualTo(Fault.UNSUPPORTED))
        .hasMessageContaining("atoll-master.txt is of version 2");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "keys 1",
        "atoll-master one",
        "atoll-master 1\nkeys",
        "atoll-master 1\nkeys x",
        "atoll-master 1\nvolume 3",
        "atoll-master 1\nother 3"
      })
  void whatIsNotThisFormatIsRefusedWithItsLine(String text) {
    assertThatThrownBy(() -> Memory.read(text, FILE))
        .isInstanceOfSatisfying(
            AtollException.class, e -> assertThat(e.fault()).isEqualTo(Fault.CORRUPT))
        .hasMessageMatching("atoll-master.txt, line \\d.*");
  }
}
