package atoll.mkv.host;

import atoll.kit.event.Event;
import atoll.kit.event.Level;
import java.nio.file.Path;

/// What an operator may want to know of a blob host.
sealed interface BlobHostEvent extends Event {

  /// An earlier process had not ended its work.
  record Recovered(Path root, int completed, int dropped) implements BlobHostEvent {
    @Override
    public Level level() {
      return Level.INFO;
    }

    @Override
    public String code() {
      return "mkv.host.recovered";
    }

    @Override
    public String message() {
      return root
          + " was not closed cleanly: "
          + completed
          + " acknowledged files were put in their places, "
          + dropped
          + " that were not acknowledged or already removed were freed";
    }
  }

  /// A request failed by what the disk did.
  record Failed(String method, String path, Throwable cause) implements BlobHostEvent {
    @Override
    public Level level() {
      return Level.ERROR;
    }

    @Override
    public String code() {
      return "mkv.host.failed";
    }

    @Override
    public String message() {
      return method + " " + path + " failed: " + cause.getMessage();
    }
  }

  /// The disk is full, or as full as it may become.
  record NoRoom(Path root, long floorBytes) implements BlobHostEvent {
    @Override
    public Level level() {
      return Level.WARN;
    }

    @Override
    public String code() {
      return "mkv.host.full";
    }

    @Override
    public String message() {
      return root
          + " takes no more blobs: fewer than "
          + floorBytes
          + " bytes would stay free; add a host, or remove keys";
    }
  }
}
