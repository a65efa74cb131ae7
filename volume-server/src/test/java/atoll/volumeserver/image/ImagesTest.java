package atoll.volumeserver.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import atoll.sim.RecordingEvents;
import java.awt.Color;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Base64;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ImagesTest {

  /// A lossless WebP of one pixel.
  private static final String WEBP = "UklGRhoAAABXRUJQVlA4TA0AAAAvAAAAEAcQERGIiP4HAA==";

  /// A lossy WebP of 96 by 64: a slope from red to blue, a green square in its middle.
  private static final String LOSSY_WEBP =
      "UklGRqAAAABXRUJQVlA4IJQAAAAQBgCdASpgAEAAPxF+s1QsKCQjLBjoAYAiCWIDf82X0E"
          + "xt7/AKvDtSVzG8STdkZSYpw+zznTDNcUAA/uMz5il/a6wGMGvDbhhuMCBeT983WoMDYigG"
          + "HL4rVPKNVPhbw71NCmx0csnZhq1su0lnSM0xir1qgCVcl49YbIGEN5FRr8owbRCzJOOWUK"
          + "m/x7PBnUuapgAA";

  private final ExecutorService pool = Executors.newFixedThreadPool(1);
  private final RecordingEvents events = new RecordingEvents();
  private final Images images = new Images(pool, 10_000, events);

  @AfterEach
  void stop() {
    pool.shutdownNow();
  }

  private static byte[] image(String format, int width, int height) throws IOException {
    BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    image.setRGB(0, 0, Color.RED.getRGB());
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ImageIO.write(image, format, out);
    return out.toByteArray();
  }

  private static BufferedImage decode(byte[] file) throws IOException {
    return ImageIO.read(new ByteArrayInputStream(file));
  }

  @ParameterizedTest
  @CsvSource({
    "40, 20, exact, 40, 20",
    "40, 0, exact, 40, 20",
    "0, 10, exact, 20, 10",
    "10, 40, exact, 10, 40",
    "20, 20, exact, 20, 20",
    "20, 20, fit, 20, 10",
    "30, 10, fit, 20, 10",
    "20, 20, fill, 20, 20",
    "30, 10, fill, 30, 10",
    "40, 0, fit, 40, 20",
  })
  void sizesAreMetAsTheModeSays(int width, int height, String mode, int toWidth, int toHeight)
      throws IOException {
    ImagePlan plan = ImagePlan.of(ImagePlan.Box.NONE, width, height, mode);
    for (String format : new String[] {"png", "jpg", "gif"}) {
      BufferedImage changed =
          decode(images.change(() -> image(format, 80, 40), "." + format, plan).orElseThrow());
      assertThat(changed.getWidth()).as(format).isEqualTo(toWidth);
      assertThat(changed.getHeight()).as(format).isEqualTo(toHeight);
    }
  }

  @Test
  void smallImagesStay() {
    ImagePlan plan = ImagePlan.of(ImagePlan.Box.NONE, 80, 40, "");
    assertThat(images.change(() -> image("png", 80, 40), ".png", plan)).isEmpty();
  }

  @Test
  void aPartIsCutOutBeforeItIsMadeSmaller() throws IOException {
    ImagePlan.Box box = new ImagePlan.Box(0, 0, 20, 10);
    byte[] file = image("png", 80, 40);
    BufferedImage cut =
        decode(images.change(() -> file, ".PNG", ImagePlan.of(box, 0, 0, "")).orElseThrow());
    assertThat(cut.getWidth()).isEqualTo(20);
    assertThat(cut.getRGB(0, 0)).isEqualTo(Color.RED.getRGB());
    BufferedImage smaller =
        decode(images.change(() -> file, ".png", ImagePlan.of(box, 10, 0, "")).orElseThrow());
    assertThat(smaller.getWidth()).isEqualTo(10);
    assertThat(smaller.getHeight()).isEqualTo(5);
  }

  @Test
  void aPartThatLiesOutsideIsNotCut() {
    ImagePlan plan = ImagePlan.of(new ImagePlan.Box(0, 0, 81, 10), 0, 0, "");
    assertThat(images.change(() -> image("png", 80, 40), ".png", plan)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"0,0,0,0", "5,0,5,9", "-1,0,5,5", "0,3,5,2"})
  void whatIsNoRectangleIsNothing(int left, int top, int right, int bottom) {
    assertThat(ImagePlan.of(new ImagePlan.Box(left, top, right, bottom), 0, -3, "").isNothing())
        .isTrue();
  }

  @Test
  void webpIsRead() throws IOException {
    BufferedImage image = decode(Base64.getDecoder().decode(WEBP));
    assertThat(image.getWidth()).isEqualTo(1);
  }

  @Test
  void aLossyWebpIsResized() throws IOException {
    byte[] photograph = Base64.getDecoder().decode(LOSSY_WEBP);
    ImagePlan plan = ImagePlan.of(ImagePlan.Box.NONE, 48, 32, "");
    BufferedImage half = decode(images.change(() -> photograph, ".webp", plan).orElseThrow());
    assertThat(half.getWidth()).isEqualTo(48);
    assertThat(half.getHeight()).isEqualTo(32);
    assertLike(half.getRGB(24, 16), new Color(20, 160, 60));
    assertLike(half.getRGB(1, 1), new Color(200, 40, 40));
    assertLike(half.getRGB(46, 30), new Color(30, 60, 220));
  }

  /// Lossy formats move colours by a little.
  private static void assertLike(int shown, Color expected) {
    Color color = new Color(shown);
    assertThat(color.getRed()).isCloseTo(expected.getRed(), within(30));
    assertThat(color.getGreen()).isCloseTo(expected.getGreen(), within(30));
    assertThat(color.getBlue()).isCloseTo(expected.getBlue(), within(30));
  }

  @Test
  void whatCannotBeReadStaysAndIsTold() {
    ImagePlan plan = ImagePlan.of(ImagePlan.Box.NONE, 5, 5, "");
    assertThat(images.change(() -> new byte[] {1, 2, 3}, ".png", plan)).isEmpty();
    assertThat(events.all()).hasSize(1);
  }

  @Test
  void tooManyPixelsAreNotDecoded() {
    ImagePlan plan = ImagePlan.of(ImagePlan.Box.NONE, 5, 5, "");
    assertThat(images.change(() -> image("png", 101, 100), ".png", plan)).isEmpty();
    assertThat(events.all().getFirst().message()).contains("10100 pixels");
  }

  @ParameterizedTest
  @CsvSource({"2, 2, 0", "3, 2, 1", "4, 0, 1", "5, 0, 0", "6, 1, 0", "7, 1, 2", "8, 0, 2"})
  void camerasAreTurnedUpright(int orientation, int x, int y) {
    BufferedImage stored = new BufferedImage(3, 2, BufferedImage.TYPE_INT_RGB);
    stored.setRGB(0, 0, Color.RED.getRGB());
    BufferedImage seen = Orientation.upright(stored, orientation);
    assertThat(seen.getRGB(x, y)).isEqualTo(Color.RED.getRGB());
    assertThat(seen.getWidth()).isEqualTo(orientation >= 5 ? 2 : 3);
  }

  @Test
  void uprightImagesStay() {
    assertThat(images.upright(() -> image("jpg", 8, 4))).isEmpty();
  }

  @Test
  void aJpegHeldOnItsSideIsTurned() throws IOException {
    byte[] plain = image("jpg", 8, 4);
    // SOI, then an APP1 segment with EXIF that says 6, then the rest.
    byte[] exif = Base64.getDecoder().decode("/+EAIkV4aWYAAE1NACoAAAAIAAEBEgADAAAAAQAGAAAAAAAA");
    ByteArrayOutputStream file = new ByteArrayOutputStream();
    file.write(plain, 0, 2);
    file.write(exif);
    file.write(plain, 2, plain.length - 2);
    Optional<byte[]> turned = images.upright(file::toByteArray);
    BufferedImage image = decode(turned.orElseThrow());
    assertThat(image.getWidth()).isEqualTo(4);
    assertThat(image.getHeight()).isEqualTo(8);
  }
}
