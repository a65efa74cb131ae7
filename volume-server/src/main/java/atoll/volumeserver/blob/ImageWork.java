package atoll.volumeserver.blob;

import atoll.kit.event.Events;
import atoll.volumeserver.image.ImagePlan;
import atoll.volumeserver.image.Images;
import java.nio.ByteBuffer;
import java.util.Optional;

/// Changes images on their way out. Shared: the number of images in work is bounded by whoever
/// built the images.
///
/// @param bytesMax of an image's file; larger ones go out as they are
public record ImageWork(Images images, int bytesMax, Events events) {

  /// The changed image; the source itself where it cannot be changed. Waits.
  Source transform(Source source, String extension, ImagePlan plan) {
    if (source.length() > bytesMax) {
      events.report(
          new BlobEvent.ImageUnread("it has " + source.length() + " bytes, at most " + bytesMax));
      return source;
    }
    Optional<byte[]> changed = images.change(() -> read(source), extension, plan);
    if (changed.isEmpty()) {
      return source;
    }
    source.close();
    return MemorySource.of(changed.get());
  }

  /// Turns a JPEG upright as its camera says; empty if it is so already, or is none. Waits.
  Optional<byte[]> upright(Source jpeg) {
    return images.upright(() -> read(jpeg));
  }

  private static byte[] read(Source source) {
    byte[] file = new byte[(int) source.length()];
    ByteBuffer room = Source.room(source, file.length);
    source.peek(0, room);
    room.flip().get(file);
    return file;
  }
}
