package atoll.kit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.ReadOnlyBufferException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class BytesTest {

  @Test
  void areEqualByContent() {
    assertThat(Bytes.of((byte) 1, (byte) 2)).isEqualTo(Bytes.hex("0102"));
    assertThat(Bytes.hex("0102")).hasSameHashCodeAs(Bytes.hex("0102"));
    assertThat(Bytes.hex("0102")).isNotEqualTo(Bytes.hex("010200"));
    assertThat(Bytes.hex("")).isEqualTo(Bytes.EMPTY).isEqualTo(Bytes.of());
    assertThat(Bytes.hex("01")).isNotEqualTo("01");
  }

  @Test
  void areOrderedWithoutSignsAndPrefixesFirst() {
    List<Bytes> ordered =
        List.of(
            Bytes.EMPTY,
            Bytes.hex("00"),
            Bytes.hex("0000"),
            Bytes.hex("7f"),
            Bytes.hex("80"),
            Bytes.hex("8000"),
            Bytes.hex("ff"));
    List<Bytes> mixed = new ArrayList<>(ordered.reversed());
    Collections.sort(mixed);
    assertThat(mixed).isEqualTo(ordered);
  }

  @Test
  void doNotChangeWithTheArraysAroundThem() {
    byte[] given = {1, 2, 3};
    Bytes bytes = Bytes.of(given);
    given[0] = 9;
    bytes.toArray()[1] = 9;
    assertThat(bytes).isEqualTo(Bytes.hex("010203"));
    assertThatThrownBy(() -> bytes.asBuffer().put(0, (byte) 9))
        .isInstanceOf(ReadOnlyBufferException.class);
  }

  @Test
  void copyABufferWithoutMovingIt() {
    ByteBuffer buffer = ByteBuffer.allocateDirect(4).putInt(0x01020304).position(1).limit(3);
    assertThat(Bytes.copyOf(buffer)).isEqualTo(Bytes.hex("0203"));
    assertThat(buffer.remaining()).isEqualTo(2);
    assertThat(Bytes.copyOf(ByteBuffer.allocate(0))).isSameAs(Bytes.EMPTY);
  }

  @Test
  void giveTheirParts() {
    Bytes bytes = Bytes.hex("0aFF30");
    assertThat(bytes.size()).isEqualTo(3);
    assertThat(bytes.at(1)).isEqualTo((byte) 0xff);
    assertThat(bytes.slice(1, 3)).isEqualTo(Bytes.hex("ff30"));
    assertThat(bytes.slice(2, 2)).isEqualTo(Bytes.EMPTY);
    assertThat(bytes.toHex()).isEqualTo("0aff30");
    assertThat(bytes.asBuffer().getShort()).isEqualTo((short) 0x0aff);
    assertThat(bytes.isEmpty()).isFalse();
    assertThat(Bytes.EMPTY.isEmpty()).isTrue();
  }

  @Test
  void refusePartsTheyDoNotHave() {
    Bytes bytes = Bytes.hex("0102");
    assertThatThrownBy(() -> bytes.at(2)).isInstanceOf(IndexOutOfBoundsException.class);
    assertThatThrownBy(() -> bytes.slice(1, 3)).isInstanceOf(IndexOutOfBoundsException.class);
    assertThatThrownBy(() -> bytes.slice(2, 1)).isInstanceOf(IndexOutOfBoundsException.class);
  }

  @Test
  void readTextAndHexadecimals() {
    assertThat(Bytes.utf8("häß").toUtf8()).isEqualTo("häß");
    assertThat(Bytes.utf8("é")).isEqualTo(Bytes.hex("c3a9"));
    assertThatThrownBy(() -> Bytes.hex("0")).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> Bytes.hex("0g")).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void showTheirHeadAndTheirSize() {
    assertThat(Bytes.hex("00ff")).hasToString("00ff");
    assertThat(Bytes.of(new byte[33])).hasToString("00".repeat(32) + "… (33 bytes)");
  }
}
