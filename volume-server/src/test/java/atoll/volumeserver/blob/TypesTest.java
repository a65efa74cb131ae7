package atoll.volumeserver.blob;

import static org.assertj.core.api.Assertions.assertThat;

import atoll.kit.Bytes;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What first bytes and names say of a body.
class TypesTest {

  private static String detect(String text) {
    return ContentSniffer.detect(ByteBuffer.wrap(text.getBytes(StandardCharsets.ISO_8859_1)));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "hello world            | text/plain; charset=utf-8",
        "<!DOCTYPE html>        | text/html; charset=utf-8",
        "'  <HtMl >'            | text/html; charset=utf-8",
        "<b>                    | text/html; charset=utf-8",
        "<bx>                   | text/plain; charset=utf-8",
        "<!-- x                 | text/html; charset=utf-8",
        "<?xml version          | text/xml; charset=utf-8",
        "%PDF-1                 | application/pdf",
        "GIF89a..               | image/gif",
        "RIFF1234WEBPVP8        | image/webp",
        "RIFF1234WAVE           | audio/wave",
        "BM..                   | image/bmp",
        "wOF2                   | font/woff2",
      })
  void textsAreRecognised(String text, String type) {
    assertThat(detect(text)).isEqualTo(type);
  }

  @ParameterizedTest
  @CsvSource({
    "89504e470d0a1a0a00,image/png",
    "ffd8ffe0,image/jpeg",
    "1f8b0800,application/x-gzip",
    "504b0304,application/zip",
    "0061736d01,application/wasm",
    "00000018667479706d703432000000006d70343269736f6d,video/mp4",
    "00000018667479707878787800000000787878786d703431,video/mp4",
    "fffe6100,text/plain; charset=utf-16le",
    "efbbbf41,text/plain; charset=utf-8",
    "0001020304,application/octet-stream",
    "ffffff,text/plain; charset=utf-8",
  })
  void bytesAreRecognised(String hex, String type) {
    assertThat(ContentSniffer.detect(Bytes.hex(hex).asBuffer())).isEqualTo(type);
  }

  @Test
  void nothingIsText() {
    assertThat(detect("")).isEqualTo("text/plain; charset=utf-8");
  }

  @Test
  void onlyTheFirstBytesAreLookedAt() {
    assertThat(detect("x".repeat(ContentSniffer.BYTES_MAX) + "\u0000"))
        .isEqualTo("text/plain; charset=utf-8");
    assertThat(detect("x".repeat(ContentSniffer.BYTES_MAX - 1) + "\u0000"))
        .isEqualTo(ContentSniffer.UNKNOWN);
  }

  @ParameterizedTest
  @CsvSource({
    "a.txt,text/plain,true",
    "a,image/svg+xml,false",
    ".svg,image/svg+xml,true",
    "a.svg,image/png,false",
    ".zip,application/xml,false",
    "a.zip,application/xml,true",
    "a,application/javascript,true",
    "a,application/json,false",
    "a,application/zstd,false",
    "a,audio/x-wav,true",
    "a,audio/mpeg,false",
    "a,'',false",
    ".html,'',true",
  })
  void textIsPackedAndImagesAreNot(String name, String mime, boolean pays) {
    assertThat(Compressibility.pays(name, mime)).isEqualTo(pays);
  }

  @Test
  void packingMustSaveATenth() {
    assertThat(Compressibility.isWorthKeeping(89, 100)).isTrue();
    assertThat(Compressibility.isWorthKeeping(90, 100)).isFalse();
  }
}
