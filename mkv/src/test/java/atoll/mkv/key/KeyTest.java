package atoll.mkv.key;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import atoll.kit.AtollException;
import atoll.kit.Bytes;
import atoll.kit.Fault;
import java.util.Locale;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KeyTest {

  @Test
  void takesAnyBytesButZero() {
    for (int value = 1; value < 256; value++) {
      Bytes bytes = Bytes.of((byte) '/', (byte) value);
      assertThat(new Key(bytes).bytes()).isEqualTo(bytes);
    }
    assertThatExceptionOfType(AtollException.class)
        .isThrownBy(() -> new Key(Bytes.of((byte) '/', (byte) 0)))
        .withMessageContaining("zero byte");
  }

  @Test
  void refusesWhatHasNoSlashOrNothingBehindIt() {
    for (String none : new String[] {"", "/", "a", "a/b"}) {
      assertThatExceptionOfType(AtollException.class)
          .isThrownBy(() -> Key.of(none))
          .satisfies(e -> assertThat(e.fault()).isEqualTo(Fault.BAD_INPUT));
    }
  }

  @Test
  void isAtMost4096BytesLong() {
    assertThat(Key.of("/" + "a".repeat(4095)).bytes().size()).isEqualTo(4096);
    assertThatExceptionOfType(AtollException.class)
        .isThrownBy(() -> Key.of("/" + "a".repeat(4096)))
        .satisfies(e -> assertThat(e.fault()).isEqualTo(Fault.TOO_LARGE));
  }

  /// The model's files are named by the key in Base64: a slash in it made a folder, a key over 189
  /// bytes no name at all.
  @ParameterizedTest
  @ValueSource(strings = {"/oé", "/a?", "/hello", "/ü/../x", "/CON"})
  void namesBlobsAlikeWhateverTheKeyHolds(String key) {
    BlobName blob = BlobName.of(Key.of(key), new Generation(7));
    assertThat(blob.name()).hasSize(81).matches("[0-9a-f]{64}-0000000000000007");
    assertThat(blob.path())
        .isEqualTo(
            "/"
                + blob.name().substring(0, 2)
                + "/"
                + blob.name().substring(2, 4)
                + "/"
                + blob.name());
    assertThat(blob.sidecarPath()).isEqualTo(blob.path() + ".key").hasSizeLessThan(96);
  }

  @Test
  void namesBlobsByTheSha256OfTheKey() {
    assertThat(BlobName.of(Key.of("/hello"), Generation.parse("0123456789abcdef")).path())
        .isEqualTo(
            "/13/a7/13a7bc88b63d361f5752d7ef3f5c96cd262ef580e6f435cced6bd10ec82842b0-0123456789abcdef");
  }

  @Test
  void readsTheNamesOfBlobsBack() {
    BlobName blob = BlobName.of(Key.of("/k"), new Generation(Long.MAX_VALUE));
    assertThat(BlobName.parse(blob.name())).contains(blob);
    for (String other :
        new String[] {
          "",
          "mkv-host.json",
          blob.name() + ".key",
          blob.name().replace('-', '_'),
          blob.name().toUpperCase(Locale.ROOT),
          blob.hash().toHex() + "-" + "0".repeat(16),
          blob.hash().toHex() + "-" + "f".repeat(16)
        }) {
      assertThat(BlobName.parse(other)).as(other).isEmpty();
    }
  }

  @Test
  void givesEachWriteAHigherGeneration() {
    Generation first = Generation.next(Optional.empty(), 1_763_720_000_000L, 5);
    assertThat(Generation.next(Optional.of(first), 1_763_720_000_001L, 0)).isGreaterThan(first);
    assertThat(Generation.next(Optional.of(first), 1_763_720_000_000L, 0))
        .isEqualTo(first.following());
    assertThat(Generation.next(Optional.of(first), 0, 0)).isEqualTo(first.following());
    assertThat(Generation.next(Optional.empty(), -1, 0).value()).isEqualTo(1);
    assertThat(Generation.next(Optional.empty(), Long.MAX_VALUE, -1).value()).isPositive();
    assertThat(Generation.next(Optional.empty(), 1_763_720_000_000L, 6)).isNotEqualTo(first);
  }

  @Test
  void readsGenerationsBack() {
    Generation generation = new Generation(0x123456789abcdefL);
    assertThat(Generation.parse(generation.toHex())).isEqualTo(generation);
    for (String bad :
        new String[] {"", "0", "0".repeat(16), "8" + "0".repeat(15), "g".repeat(16)}) {
      assertThatExceptionOfType(AtollException.class).isThrownBy(() -> Generation.parse(bad));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "A", "-a", "a b", "a/b", "ä", "abcdefghijklmnopqrstuvwxyz0123456789"})
  void refusesHostIdsThatAreNone(String id) {
    assertThatExceptionOfType(AtollException.class)
        .isThrownBy(() -> new HostId(id))
        .withMessageContaining("is no host id");
  }
}
