package atoll.volumeserver.blob;

import atoll.volumeserver.image.ImagePlan;
import java.util.Locale;

/// Reads from a query what is to be done with an image. Pure.
final class ImagePlans {

  private ImagePlans() {}

  static ImagePlan of(String extension, Query query) {
    if (query.isEmpty() || extension.isEmpty()) {
      return ImagePlan.NONE;
    }
    String kind = extension.toLowerCase(Locale.ROOT);
    boolean crops =
        switch (kind) {
          case ".png", ".jpg", ".jpeg", ".gif" -> true;
          default -> false;
        };
    boolean resizes = crops || kind.equals(".webp");
    return ImagePlan.of(
        crops
            ? new ImagePlan.Box(
                query.number("crop_x1"),
                query.number("crop_y1"),
                query.number("crop_x2"),
                query.number("crop_y2"))
            : ImagePlan.Box.NONE,
        resizes ? query.number("width") : 0,
        resizes ? query.number("height") : 0,
        query.get("mode"));
  }
}
