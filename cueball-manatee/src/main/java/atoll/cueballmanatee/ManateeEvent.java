package atoll.cueballmanatee;

import atoll.cueball.Backend;
import atoll.kit.event.Event;
import atoll.kit.event.EventField;
import atoll.kit.event.Level;
import java.util.List;

/// What happens while the primary is watched.
public sealed interface ManateeEvent extends Event {

  /// The node of ZooKeeper that is watched.
  String node();

  @Override
  default List<EventField> fields() {
    return List.of(new EventField("node", node()));
  }

  /// There is another primary than before.
  record PrimaryChanged(String node, Backend primary) implements ManateeEvent {

    @Override
    public Level level() {
      return Level.INFO;
    }

    @Override
    public String code() {
      return "cueball.manatee.primary";
    }

    @Override
    public String message() {
      return "the primary of " + node + " is " + primary;
    }
  }

  /// The state does not say who the primary is.
  record StateUnusable(String node, String problem) implements ManateeEvent {

    @Override
    public Level level() {
      return Level.WARN;
    }

    @Override
    public String code() {
      return "cueball.manatee.unusable";
    }

    @Override
    public String message() {
      return "the state in " + node + " is of no use, the last primary stays: " + problem;
    }
  }

  /// The node does not exist.
  record StateMissing(String node) implements ManateeEvent {

    @Override
    public Level level() {
      return Level.WARN;
    }

    @Override
    public String code() {
      return "cueball.manatee.missing";
    }

    @Override
    public String message() {
      return node + " does not exist, the last primary stays; is the root path right?";
    }
  }

  /// ZooKeeper was lost, or is back.
  record Connection(String node, String state, boolean isUp) implements ManateeEvent {

    @Override
    public Level level() {
      return isUp ? Level.INFO : Level.WARN;
    }

    @Override
    public String code() {
      return "cueball.manatee.connection";
    }

    @Override
    public String message() {
      return "ZooKeeper for "
          + node
          + " is "
          + state
          + (isUp ? "" : "; the last primary stays, and connecting goes on");
    }
  }

  /// ZooKeeper refused to answer.
  record LookFailed(String node, String problem) implements ManateeEvent {

    @Override
    public Level level() {
      return Level.WARN;
    }

    @Override
    public String code() {
      return "cueball.manatee.failed";
    }

    @Override
    public String message() {
      return "ZooKeeper does not give " + node + ": " + problem + "; the last primary stays";
    }
  }
}
