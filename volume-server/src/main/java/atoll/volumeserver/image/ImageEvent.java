package atoll.volumeserver.image;

import atoll.kit.event.Event;
import atoll.kit.event.Level;

/// What an operator may want to know of images.
sealed interface ImageEvent extends Event {

  /// An image went on as it was.
  record NotChanged(String why) implements ImageEvent {
    @Override
    public Level level() {
      return Level.WARN;
    }

    @Override
    public String code() {
      return "image.not.changed";
    }

    @Override
    public String message() {
      return "an image was left as it is: " + why;
    }
  }
}
