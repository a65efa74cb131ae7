package atoll.volumeserver.master;

import atoll.kit.event.Event;
import atoll.kit.event.EventField;
import atoll.kit.event.Level;
import java.util.List;

/// What happens in a master.
public sealed interface MasterEvent extends Event {

  /// A volume server sends heartbeats.
  record ServerCame(String server, int volumes) implements MasterEvent {

    @Override
    public Level level() {
      return Level.INFO;
    }

    @Override
    public String code() {
      return "master.server.came";
    }

    @Override
    public List<EventField> fields() {
      return List.of(new EventField("server", server));
    }

    @Override
    public String message() {
      return "volume server " + server + " came with " + volumes + " volumes";
    }
  }

  /// A volume server sends no heartbeats any more.
  ///
  /// @param farewell whether it said so before
  record ServerWent(String server, boolean farewell) implements MasterEvent {

    @Override
    public Level level() {
      return farewell ? Level.INFO : Level.WARN;
    }

    @Override
    public String code() {
      return "master.server.went";
    }

    @Override
    public List<EventField> fields() {
      return List.of(new EventField("server", server));
    }

    @Override
    public String message() {
      return farewell
          ? "volume server " + server + " said farewell"
          : "volume server " + server + " went without a word: its volumes are not handed out";
    }
  }

  /// A volume server shows a directory that another one has shown.
  record DirectoryTwice(String server, List<String> directories) implements MasterEvent {

    @Override
    public Level level() {
      return Level.ERROR;
    }

    @Override
    public String code() {
      return "master.directory.twice";
    }

    @Override
    public List<EventField> fields() {
      return List.of(new EventField("server", server));
    }

    @Override
    public String message() {
      return "volume server %s is refused: another one has its directories %s; stop one of the two"
          .formatted(server, directories);
    }
  }

  /// A volume was made.
  record VolumeMade(String volume, String servers) implements MasterEvent {

    @Override
    public Level level() {
      return Level.INFO;
    }

    @Override
    public String code() {
      return "master.volume.made";
    }

    @Override
    public List<EventField> fields() {
      return List.of(new EventField("volume", volume));
    }

    @Override
    public String message() {
      return "volume " + volume + " was made on " + servers;
    }
  }
}
