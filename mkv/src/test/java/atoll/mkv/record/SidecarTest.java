package atoll.mkv.record;

import static org.assertj.core.api.Assertions.assertThat;

import atoll.kit.Bytes;
import atoll.mkv.key.Generation;
import atoll.mkv.key.Key;
import atoll.sim.property.Gen;
import atoll.sim.property.Property;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class SidecarTest {

  private static final Sidecar HELLO =
      new Sidecar(
          Key.of("/hello"),
          Generation.parse("0123456789abcdef"),
          SidecarState.LIVE,
          5,
          new Checksums(
              0x9a71bb4c, Key.of("/hello").hash().sha256(), Optional.of(Bytes.of(new byte[16]))),
          "text/plain",
          1_763_720_000_000L,
          List.of());

  private static final Gen<Sidecar> SIDECARS =
      choices ->
          new Sidecar(
              new Key(Bytes.of(join(choices.part(Gen.bytes(1, 200)).toArray()))),
              new Generation(choices.part(Gen.longs(1, Long.MAX_VALUE))),
              choices.part(Gen.of(SidecarState.values())),
              choices.part(Gen.longs(0, 999_999_999_999_999_999L)),
              new Checksums(
                  choices.part(Gen.ints()),
                  choices.part(Gen.bytes(32, 32)),
                  choices.part(Gen.booleans())
                      ? Optional.of(choices.part(Gen.bytes(16, 16)))
                      : Optional.empty()),
              choices.part(Gen.of("text/plain", "a: b", "x; charset=ütf")),
              choices.part(Gen.longs(0, 4_102_444_800_000L)),
              choices.part(Gen.lists(Gen.just(new Sidecar.Field("later", "any: thing")), 0, 1)));

  private static byte[] join(byte[] bytes) {
    byte[] key = new byte[bytes.length + 1];
    key[0] = '/';
    for (int index = 0; index < bytes.length; index++) {
      key[index + 1] = bytes[index] == 0 ? 1 : bytes[index];
    }
    return key;
  }

  @Test
  @Tag("simulation")
  void readsBackWhatItWrote() {
    Property.check(
        "reading undoes writing",
        SIDECARS,
        sidecar -> SidecarReading.of(sidecar.encode()).equals(new SidecarReading.Whole(sidecar)));
  }

  @Test
  void isAsTheFormatPageShowsIt() {
    assertThat(HELLO.encode().toUtf8())
        .startsWith(
            """
            mkv1
            key: L2hlbGxv
            gen: 0123456789abcdef
            state: live
            size: 5
            crc32c: 9a71bb4c
            """)
        .containsPattern("\ncreated: 1763720000000\nsum: [0-9a-f]{8}\n$");
  }

  @Test
  void noticesEveryTornOrFlippedByte() {
    byte[] whole = HELLO.encode().toArray();
    for (int length = 0; length < whole.length; length++) {
      SidecarReading torn = SidecarReading.of(Bytes.of(whole).slice(0, length));
      assertThat(torn).as("cut to " + length).isInstanceOf(SidecarReading.Broken.class);
    }
    for (int at = 0; at < whole.length; at++) {
      byte[] flipped = whole.clone();
      flipped[at] ^= 1;
      assertThat(SidecarReading.of(Bytes.of(flipped)))
          .as("bit flipped in " + at)
          .isInstanceOf(SidecarReading.Broken.class);
    }
  }

  @Test
  void readsAKeyThatStandsAlone() {
    assertThat(SidecarReading.of(Bytes.utf8("/old/key")))
        .isEqualTo(new SidecarReading.KeyAlone(Key.of("/old/key")));
  }

  @Test
  void refusesWhatIsTooLargeBeforeItLooks() {
    assertThat(SidecarReading.of(Bytes.of(new byte[Sidecar.MOST_BYTES + 1])))
        .isEqualTo(new SidecarReading.Broken("16385 bytes, where 16384 are the most"));
  }

  @Test
  void fitsForTheLongestKey() {
    Sidecar longest =
        new Sidecar(
            Key.of("/" + "k".repeat(Key.MOST_BYTES - 1)),
            HELLO.generation(),
            SidecarState.UNLINKED,
            Long.MAX_VALUE,
            HELLO.checksums(),
            "t".repeat(KeyRecord.Content.TYPE_CHARS),
            0,
            List.of());
    assertThat(longest.encode().size()).isLessThan(Sidecar.MOST_BYTES);
  }

  @Test
  void tellsAKeysStateUnderTheNameOfItsBlobs() {
    KeyRecord live =
        new KeyRecord(
            Key.of("/k"),
            new Generation(9),
            KeyState.LIVE,
            new KeyRecord.Content(new Generation(9), 1, HELLO.checksums(), "a/b", 2),
            List.of(),
            3);
    Sidecar unlinked = Sidecar.of(live.in(KeyState.UNLINKED));
    assertThat(unlinked.state()).isEqualTo(SidecarState.UNLINKED);
    assertThat(unlinked.blobName()).isEqualTo(live.blobName());
    Sidecar tombstone = Sidecar.of(live.in(KeyState.DELETED));
    assertThat(tombstone.state()).isEqualTo(SidecarState.TOMBSTONE);
    assertThat(tombstone.generation()).isEqualTo(new Generation(10));
  }
}
