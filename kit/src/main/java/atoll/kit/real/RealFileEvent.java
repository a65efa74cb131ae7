package atoll.kit.real;

import atoll.kit.event.Event;
import atoll.kit.event.Level;
import java.io.IOException;
import java.nio.file.Path;

/// What a [RealDisk] reports of files, because no caller is left to tell it to.
sealed interface RealFileEvent extends Event {

  @Override
  default Level level() {
    return Level.ERROR;
  }

  /// The program lost its last way to a file without closing it.
  record Leaked(Path path) implements RealFileEvent {
    @Override
    public String code() {
      return "disk.file.leaked";
    }

    @Override
    public String message() {
      return "the file " + path + " was never closed and is closed now; this is a bug, report it";
    }
  }

  /// The operating system closed a file with an error.
  record CloseFailed(Path path, IOException cause) implements RealFileEvent {
    @Override
    public String code() {
      return "disk.file.close";
    }

    @Override
    public String message() {
      return "closing "
          + path
          + " failed: "
          + cause.getMessage()
          + "; what was not synced may be lost, check the disk";
    }
  }
}
