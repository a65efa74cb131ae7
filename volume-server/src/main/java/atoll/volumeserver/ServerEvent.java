package atoll.volumeserver;

import atoll.kit.event.Event;
import atoll.kit.event.Level;

/// What an operator may want to know of the process.
sealed interface ServerEvent extends Event {

  /// It serves.
  record Started(String version, String listens, int volumes) implements ServerEvent {
    @Override
    public Level level() {
      return Level.INFO;
    }

    @Override
    public String code() {
      return "server.started";
    }

    @Override
    public String message() {
      return "volume server %s serves %d volumes on %s".formatted(version, volumes, listens);
    }
  }

  /// It ends.
  record Stopping(String why) implements ServerEvent {
    @Override
    public Level level() {
      return Level.INFO;
    }

    @Override
    public String code() {
      return "server.stopping";
    }

    @Override
    public String message() {
      return "the server stops: " + why;
    }
  }

  /// The rules of access were read anew.
  record RulesRead(String file) implements ServerEvent {
    @Override
    public Level level() {
      return Level.INFO;
    }

    @Override
    public String code() {
      return "server.rules.read";
    }

    @Override
    public String message() {
      return "the rules of access were read anew from " + file;
    }
  }

  /// The rules of access could not be read anew.
  record RulesUnreadable(String file, Throwable cause) implements ServerEvent {
    @Override
    public Level level() {
      return Level.ERROR;
    }

    @Override
    public String code() {
      return "server.rules.unreadable";
    }

    @Override
    public String message() {
      return "the rules of access in %s cannot be used, those before go on to hold: %s"
          .formatted(file, cause.getMessage());
    }
  }

  /// A part could not be closed as it should.
  record NotClosed(Throwable cause) implements ServerEvent {
    @Override
    public Level level() {
      return Level.ERROR;
    }

    @Override
    public String code() {
      return "server.close.failed";
    }

    @Override
    public String message() {
      return "a part of the server was not closed as it should be: " + cause;
    }
  }
}
