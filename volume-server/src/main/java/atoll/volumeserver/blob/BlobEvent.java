package atoll.volumeserver.blob;

import atoll.kit.AtollException;
import atoll.kit.Fault;
import atoll.kit.event.Event;
import atoll.kit.event.Level;

/// What an operator may want to know of needles that were asked for.
sealed interface BlobEvent extends Event {

  /// A request could not be answered as it should.
  ///
  /// @param request its id
  record RequestFailed(String method, String request, AtollException cause) implements BlobEvent {
    @Override
    public Level level() {
      return cause.fault() == Fault.BUG ? Level.ERROR : Level.WARN;
    }

    @Override
    public String code() {
      return "blob.request.failed";
    }

    @Override
    public String message() {
      return "%s, request %s, failed with %s: %s"
          .formatted(method, request, cause.fault(), cause.getMessage());
    }
  }

  /// An answer broke off, because what it was made of could not be read.
  record AnswerBroken(AtollException cause) implements BlobEvent {
    @Override
    public Level level() {
      return Level.ERROR;
    }

    @Override
    public String code() {
      return "blob.answer.broken";
    }

    @Override
    public String message() {
      return "an answer broke off with %s: %s".formatted(cause.fault(), cause.getMessage());
    }
  }

  /// A write that other servers should have too did not reach all of them.
  record ReplicaFailed(String volume, String why) implements BlobEvent {
    @Override
    public Level level() {
      return Level.WARN;
    }

    @Override
    public String code() {
      return "blob.replica.failed";
    }

    @Override
    public String message() {
      return "volume %s: not all copies took a change: %s; this server's copy has it"
          .formatted(volume, why);
    }
  }

  /// An image is too large to be changed; it is served as it is.
  record ImageUnread(String why) implements BlobEvent {
    @Override
    public Level level() {
      return Level.WARN;
    }

    @Override
    public String code() {
      return "blob.image.unread";
    }

    @Override
    public String message() {
      return "an image is served as it is stored: " + why;
    }
  }
}
