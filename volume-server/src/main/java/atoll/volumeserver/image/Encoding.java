package atoll.volumeserver.image;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import javax.imageio.ImageIO;
import org.jspecify.annotations.Nullable;

/// The formats that images are written in.
enum Encoding {
  PNG("png"),
  JPEG("jpeg"),
  GIF("gif");

  private final String format;

  Encoding(String format) {
    this.format = format;
  }

  /// The format for a name with that extension, in small letters; null for none.
  static @Nullable Encoding of(String extension) {
    return switch (extension) {
      case ".png", ".webp" -> PNG;
      case ".jpg", ".jpeg" -> JPEG;
      case ".gif" -> GIF;
      default -> null;
    };
  }

  byte[] write(BufferedImage image) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    BufferedImage fit = this == JPEG ? withoutAlpha(image) : image;
    if (!ImageIO.write(fit, format, out)) {
      throw new IOException("an image of this kind cannot be written as " + format);
    }
    return out.toByteArray();
  }

  /// JPEG knows no transparency: what shows through is black.
  private static BufferedImage withoutAlpha(BufferedImage image) {
    if (image.getType() == BufferedImage.TYPE_INT_RGB
        || image.getType() == BufferedImage.TYPE_BYTE_GRAY) {
      return image;
    }
    BufferedImage opaque =
        new BufferedImage(image.getWidth(), image.getHeight(), BufferedImage.TYPE_INT_RGB);
    Graphics2D graphics = opaque.createGraphics();
    graphics.drawImage(image, 0, 0, Color.BLACK, null);
    graphics.dispose();
    return opaque;
  }
}
