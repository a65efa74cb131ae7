package atoll.libmanta.util;

import atoll.kit.AtollException;
import atoll.kit.Fault;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;

/// The MD5 of a file as Manta's metadata has it: base64, 24 characters.
public final class FileMd5 {

  private static final int PIECE_BYTES = 64 * 1024;

  private FileMd5() {}

  /// Reads the file from its beginning to its end, a piece at a time.
  ///
  /// @throws AtollException `NOT_FOUND` if there is none, `IO` if it cannot be read
  public static String of(Path file) {
    MessageDigest digest = md5();
    byte[] piece = new byte[PIECE_BYTES];
    try (InputStream content = Files.newInputStream(file)) {
      for (int count = content.read(piece); count >= 0; count = content.read(piece)) {
        digest.update(piece, 0, count);
      }
    } catch (NoSuchFileException e) {
      throw new AtollException(Fault.NOT_FOUND, "there is no file " + file, e);
    } catch (IOException e) {
      throw new AtollException(Fault.IO, "cannot read " + file + ": " + e.getMessage(), e);
    }
    return Base64.getEncoder().encodeToString(digest.digest());
  }

  private static MessageDigest md5() {
    try {
      return MessageDigest.getInstance("MD5");
    } catch (NoSuchAlgorithmException e) {
      throw new AtollException(Fault.BUG, "every JDK has MD5", e);
    }
  }
}
