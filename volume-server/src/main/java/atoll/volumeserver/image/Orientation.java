package atoll.volumeserver.image;

import com.drew.imaging.ImageMetadataReader;
import com.drew.imaging.ImageProcessingException;
import com.drew.metadata.exif.ExifIFD0Directory;
import java.awt.Graphics2D;
import java.awt.geom.AffineTransform;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/// How a camera was held, as EXIF says it: 1 upright, 3 upside down, 6 and 8 on its sides, the
/// other numbers of 2 to 8 the same mirrored. Pure.
final class Orientation {

  private Orientation() {}

  /// 0 if the file does not say.
  static int of(byte[] file) {
    try {
      @Nullable ExifIFD0Directory exif =
          ImageMetadataReader.readMetadata(new ByteArrayInputStream(file))
              .getFirstDirectoryOfType(ExifIFD0Directory.class);
      @Nullable Integer said =
          exif == null ? null : exif.getInteger(ExifIFD0Directory.TAG_ORIENTATION);
      return said == null || said < 1 || said > 8 ? 0 : said;
    } catch (ImageProcessingException | IOException _) {
      return 0;
    }
  }

  /// The image as it was seen.
  static BufferedImage upright(BufferedImage image, int orientation) {
    int width = image.getWidth();
    int height = image.getHeight();
    boolean onItsSide = orientation >= 5;
    BufferedImage turned =
        new BufferedImage(
            onItsSide ? height : width,
            onItsSide ? width : height,
            image.getColorModel().hasAlpha()
                ? BufferedImage.TYPE_INT_ARGB
                : BufferedImage.TYPE_INT_RGB);
    Graphics2D graphics = turned.createGraphics();
    graphics.drawImage(image, transform(orientation, width, height), null);
    graphics.dispose();
    return turned;
  }

  /// From a stored pixel (x, y) to a seen one: x' = m00 x + m01 y + m02, y' = m10 x + m11 y + m12.
  private static AffineTransform transform(int orientation, int width, int height) {
    return switch (orientation) {
      case 2 -> new AffineTransform(-1, 0, 0, 1, width, 0);
      case 3 -> new AffineTransform(-1, 0, 0, -1, width, height);
      case 4 -> new AffineTransform(1, 0, 0, -1, 0, height);
      case 5 -> new AffineTransform(0, 1, 1, 0, 0, 0);
      case 6 -> new AffineTransform(0, 1, -1, 0, height, 0);
      case 7 -> new AffineTransform(0, -1, -1, 0, height, width);
      case 8 -> new AffineTransform(0, -1, 1, 0, 0, width);
      default -> new AffineTransform();
    };
  }
}
