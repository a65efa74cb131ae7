package atoll.volumeserver.image;

/// What is to be done with an image: cut first, then made smaller. Immutable.
///
/// @param crop what is cut out; nothing is cut where it is [Box#NONE]
/// @param width 0 leaves it to the height
/// @param height 0 leaves it to the width
public record ImagePlan(Box crop, int width, int height, Mode mode) {

  /// A rectangle; the right and lower edges do not belong to it.
  public record Box(int left, int top, int right, int bottom) {

    public static final Box NONE = new Box(0, 0, 0, 0);

    boolean isReal() {
      return left >= 0 && top >= 0 && right > left && bottom > top;
    }
  }

  /// How a size is met.
  public enum Mode {
    /// Exactly, whatever becomes of the proportions; a square out of what is none is cut from its
    /// middle.
    EXACT,
    /// Inside, keeping the proportions.
    FIT,
    /// All of it covered; what is too much is cut off.
    FILL
  }

  public static final ImagePlan NONE = new ImagePlan(Box.NONE, 0, 0, Mode.EXACT);

  /// A plan as a request asks for it.
  ///
  /// @param mode `fit`, `fill`, or anything else for neither
  public static ImagePlan of(Box crop, int width, int height, String mode) {
    Mode chosen =
        switch (mode) {
          case "fit" -> Mode.FIT;
          case "fill" -> Mode.FILL;
          default -> Mode.EXACT;
        };
    boolean resizes = width > 0 || height > 0;
    return new ImagePlan(
        crop.isReal() ? crop : Box.NONE,
        resizes ? Math.max(0, width) : 0,
        resizes ? Math.max(0, height) : 0,
        chosen);
  }

  public boolean crops() {
    return crop.isReal();
  }

  public boolean resizes() {
    return width > 0 || height > 0;
  }

  public boolean isNothing() {
    return !crops() && !resizes();
  }
}
