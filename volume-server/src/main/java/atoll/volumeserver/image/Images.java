package atoll.volumeserver.image;

import atoll.kit.event.Events;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Iterator;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;
import org.jspecify.annotations.Nullable;

/// Changes images, on threads of its own: decoding is long work, and takes much memory. An image
/// that cannot be changed is told to the events and left as it is.
///
/// Shared (the pool bounds how many are in memory).
public final class Images {

  static {
    // Without it, the first use of an image looks for a screen.
    System.setProperty("java.awt.headless", "true");
    ImageIO.setUseCache(false);
  }

  private final ExecutorService pool;
  private final long pixelsMax;
  private final Events events;

  /// @param pool as many threads as images may be in memory
  /// @param pixelsMax of an image; a larger one is not decoded
  public Images(ExecutorService pool, long pixelsMax, Events events) {
    this.pool = pool;
    this.pixelsMax = pixelsMax;
    this.events = events;
  }

  /// Cuts and resizes. Waits.
  ///
  /// @param file read when its turn has come, so that only those in work are in memory
  /// @param extension of the image's name, with its dot; the result has that format, but for
  ///   `.webp`, which becomes PNG
  /// @return empty if the image is to go out as it is
  public Optional<byte[]> change(Callable<byte[]> file, String extension, ImagePlan plan) {
    return inPool(() -> changed(file.call(), extension, plan));
  }

  /// Turns a JPEG upright, as its camera says. Waits.
  ///
  /// @param jpeg read when its turn has come
  /// @return empty if it is upright already, or does not say
  public Optional<byte[]> upright(Callable<byte[]> jpeg) {
    return inPool(() -> {
      byte[] file = jpeg.call();
      int orientation = Orientation.of(file);
      if (orientation <= 1) {
        return null;
      }
      return Encoding.JPEG.write(Orientation.upright(decode(file), orientation));
    });
  }

  private Optional<byte[]> inPool(Callable<byte @Nullable []> work) {
    try {
      return Optional.ofNullable(pool.submit(work).get());
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      return Optional.empty();
    } catch (ExecutionException e) {
      events.report(new ImageEvent.NotChanged(String.valueOf(e.getCause())));
      return Optional.empty();
    } catch (RejectedExecutionException _) {
      return Optional.empty();
    }
  }

  private byte @Nullable [] changed(byte[] file, String extension, ImagePlan plan)
      throws IOException {
    Encoding encoding = Encoding.of(extension.toLowerCase(Locale.ROOT));
    if (encoding == null) {
      return null;
    }
    BufferedImage image = decode(file);
    BufferedImage cut = Scaling.crop(image, plan);
    BufferedImage resized = Scaling.resize(cut, plan);
    return resized.equals(image) ? null : encoding.write(resized);
  }

  private BufferedImage decode(byte[] file) throws IOException {
    try (ImageInputStream in = ImageIO.createImageInputStream(new ByteArrayInputStream(file))) {
      Iterator<ImageReader> readers = ImageIO.getImageReaders(in);
      if (!readers.hasNext()) {
        throw new IOException("no known format");
      }
      ImageReader reader = readers.next();
      try {
        reader.setInput(in, true, true);
        long pixels = (long) reader.getWidth(0) * reader.getHeight(0);
        if (pixels > pixelsMax) {
          throw new IOException(pixels + " pixels, at most " + pixelsMax + " are decoded");
        }
        return reader.read(0);
      } finally {
        reader.dispose();
      }
    }
  }
}
