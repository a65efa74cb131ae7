package atoll.libmanta.util;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import atoll.kit.AtollException;
import atoll.kit.Fault;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileMd5Test {

  @TempDir private Path folder;

  @Test
  void isWrittenInBase64() throws IOException {
    Path file = folder.resolve("file");
    assertThat(FileMd5.of(Files.writeString(file, ""))).isEqualTo("1B2M2Y8AsgTpgAmY7PhCfg==");
    assertThat(FileMd5.of(Files.writeString(file, "hello world")))
        .isEqualTo("XrY7u+Ae7tCTyyK7j1rNww==");
  }

  @Test
  void aLargeFileIsReadInPieces() throws IOException {
    Path file = folder.resolve("large");
    byte[] piece = "a".repeat(1_000_000).getBytes(StandardCharsets.US_ASCII);
    try (OutputStream out = Files.newOutputStream(file)) {
      for (int count = 0; count < 20; count++) {
        out.write(piece);
      }
    }
    assertThat(FileMd5.of(file)).isEqualTo("xDXQQELqBmO6WA7if0lHEg==");
  }

  @Test
  void aMissingFileAndAFolderAreToldApart() {
    assertFault(folder.resolve("none"), Fault.NOT_FOUND);
    assertFault(folder, Fault.IO);
  }

  private static void assertFault(Path file, Fault fault) {
    assertThatExceptionOfType(AtollException.class)
        .isThrownBy(() -> FileMd5.of(file))
        .withMessageContaining(file.toString())
        .matches(thrown -> thrown.fault() == fault);
  }
}
