package atoll.volumeserver.image;

import java.awt.image.BufferedImage;
import java.io.IOException;
import net.coobird.thumbnailator.Thumbnails;
import net.coobird.thumbnailator.geometry.Positions;

/// Cuts and resizes pixels. Pure.
final class Scaling {

  private Scaling() {}

  /// The part that the plan cuts out; all of it where the part does not lie inside.
  static BufferedImage crop(BufferedImage image, ImagePlan plan) {
    ImagePlan.Box box = plan.crop();
    boolean inside =
        plan.crops() && box.right() <= image.getWidth() && box.bottom() <= image.getHeight();
    return inside
        ? image.getSubimage(
            box.left(), box.top(), box.right() - box.left(), box.bottom() - box.top())
        : image;
  }

  /// Makes an image smaller; one that is not larger than asked in any direction stays as it is.
  static BufferedImage resize(BufferedImage image, ImagePlan plan) throws IOException {
    int width = image.getWidth();
    int height = image.getHeight();
    boolean tooLarge =
        (plan.width() != 0 && width > plan.width())
            || (plan.height() != 0 && height > plan.height());
    if (!tooLarge) {
      return image;
    }
    int toWidth = plan.width() != 0 ? plan.width() : derived(width, plan.height(), height);
    int toHeight = plan.height() != 0 ? plan.height() : derived(height, plan.width(), width);
    boolean square = toWidth == toHeight && width != height;
    Thumbnails.Builder<BufferedImage> builder = Thumbnails.of(image).imageType(typeFor(image));
    return switch (plan.mode()) {
      case FIT -> fitted(builder, image, toWidth, toHeight);
      case FILL -> filled(builder, toWidth, toHeight);
      case EXACT ->
          square && plan.width() == plan.height()
              ? filled(builder, toWidth, toHeight)
              : builder.forceSize(toWidth, toHeight).asBufferedImage();
    };
  }

  /// The side that is not bound by the box is cut to whole pixels, not rounded.
  private static BufferedImage fitted(
      Thumbnails.Builder<BufferedImage> builder, BufferedImage image, int width, int height)
      throws IOException {
    double shape = (double) image.getWidth() / image.getHeight();
    boolean wide = shape > (double) width / height;
    int toWidth = wide ? width : Math.max(1, (int) (height * shape));
    int toHeight = wide ? Math.max(1, (int) (width / shape)) : height;
    return builder.forceSize(toWidth, toHeight).asBufferedImage();
  }

  private static BufferedImage filled(
      Thumbnails.Builder<BufferedImage> builder, int width, int height) throws IOException {
    return builder.size(width, height).crop(Positions.CENTER).asBufferedImage();
  }

  private static int typeFor(BufferedImage image) {
    return image.getColorModel().hasAlpha()
        ? BufferedImage.TYPE_INT_ARGB
        : BufferedImage.TYPE_INT_RGB;
  }

  /// A side in proportion, at least one pixel.
  private static int derived(int side, int wanted, int other) {
    return Math.max(1, (int) Math.floor((double) side * wanted / other + 0.5));
  }
}
