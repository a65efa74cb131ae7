package atoll.volumeserver.heartbeat;

import atoll.kit.event.Event;
import atoll.kit.event.EventField;
import atoll.kit.event.Level;
import java.util.List;

/// What happens between this server and its masters.
public sealed interface HeartbeatEvent extends Event {

  /// A master took the first heartbeat.
  record Taken(String master) implements HeartbeatEvent {

    @Override
    public Level level() {
      return Level.INFO;
    }

    @Override
    public String code() {
      return "heartbeat.taken";
    }

    @Override
    public List<EventField> fields() {
      return List.of(new EventField("master", master));
    }

    @Override
    public String message() {
      return "master " + master + " takes heartbeats";
    }
  }

  /// A stream of heartbeats broke, or could not begin.
  record Lost(String master, String why, String pause) implements HeartbeatEvent {

    @Override
    public Level level() {
      return Level.WARN;
    }

    @Override
    public String code() {
      return "heartbeat.lost";
    }

    @Override
    public List<EventField> fields() {
      return List.of(new EventField("master", master));
    }

    @Override
    public String message() {
      return ("master %s takes no heartbeats: %s; the next try follows in %s, and volumes are"
              + " served meanwhile")
          .formatted(master, why, pause);
    }
  }

  /// A master named another one as the leader.
  record LeaderChanged(String master, String leader) implements HeartbeatEvent {

    @Override
    public Level level() {
      return Level.INFO;
    }

    @Override
    public String code() {
      return "heartbeat.leader";
    }

    @Override
    public List<EventField> fields() {
      return List.of(new EventField("master", master), new EventField("leader", leader));
    }

    @Override
    public String message() {
      return "master " + master + " says that " + leader + " leads: heartbeats go there";
    }
  }

  /// The master refuses a directory.
  record DirectoryRefused(String master, List<String> directories, String next)
      implements HeartbeatEvent {

    @Override
    public Level level() {
      return Level.ERROR;
    }

    @Override
    public String code() {
      return "heartbeat.directory.refused";
    }

    @Override
    public List<EventField> fields() {
      return List.of(new EventField("master", master));
    }

    @Override
    public String message() {
      return ("master %s says that another server has the same directories: %s; %s. Stop that one,"
              + " or, if this is a copy of its files, remove vol_dir.uuid from it")
          .formatted(master, String.join(", ", directories), next);
    }
  }

  /// A volume whose time to live is over could not be deleted.
  record ExpiredVolumeKept(String why) implements HeartbeatEvent {

    @Override
    public Level level() {
      return Level.WARN;
    }

    @Override
    public String code() {
      return "heartbeat.volume.kept";
    }

    @Override
    public String message() {
      return "an expired volume could not be deleted: " + why;
    }
  }

  /// No heartbeats are sent any more.
  record Left(String master) implements HeartbeatEvent {

    @Override
    public Level level() {
      return Level.INFO;
    }

    @Override
    public String code() {
      return "heartbeat.left";
    }

    @Override
    public String message() {
      return master.isEmpty()
          ? "no heartbeats are sent any more"
          : "master " + master + " was told that this server leaves";
    }
  }
}
