package atoll.cueball;

import atoll.kit.event.Event;
import atoll.kit.event.EventField;
import atoll.kit.event.Level;
import java.time.Duration;
import java.util.List;

/// What happens in a pool.
public sealed interface PoolEvent extends Event {

  /// The pool's name.
  String pool();

  @Override
  default List<EventField> fields() {
    return List.of(new EventField("pool", pool()));
  }

  /// The pool began, is stopping or has stopped.
  record StateChanged(String pool, PoolState state) implements PoolEvent {

    @Override
    public Level level() {
      return Level.INFO;
    }

    @Override
    public String code() {
      return "cueball.pool.state";
    }

    @Override
    public String message() {
      return "pool " + pool + " is " + state;
    }
  }

  /// The resolver names other backends than before.
  record BackendsChanged(String pool, BackendChange change, int count) implements PoolEvent {

    @Override
    public Level level() {
      return count == 0 ? Level.WARN : Level.INFO;
    }

    @Override
    public String code() {
      return "cueball.backends.changed";
    }

    @Override
    public String message() {
      return "pool "
          + pool
          + " has "
          + (count == 0 ? "no backends any more, claims fail" : count + " backends")
          + ": added "
          + change.added()
          + ", removed "
          + change.removed();
    }
  }

  /// The resolver names more backends than the pool may know.
  record BackendsIgnored(String pool, int ignored, int limit) implements PoolEvent {

    @Override
    public Level level() {
      return Level.WARN;
    }

    @Override
    public String code() {
      return "cueball.backends.ignored";
    }

    @Override
    public String message() {
      return "pool "
          + pool
          + " leaves "
          + ignored
          + " backends aside, because it may know "
          + limit
          + "; raise pool.backend.count";
    }
  }

  /// A backend cannot be reached; reported for the first failure in a row.
  record BackendDown(String pool, Backend backend, Duration retryAfter, Throwable cause)
      implements PoolEvent {

    @Override
    public Level level() {
      return Level.WARN;
    }

    @Override
    public String code() {
      return "cueball.backend.down";
    }

    @Override
    public String message() {
      return "pool "
          + pool
          + " cannot reach "
          + backend
          + ": "
          + cause.getMessage()
          + "; the next attempt is in "
          + retryAfter.toMillis()
          + " ms";
    }
  }

  /// A backend that could not be reached can be.
  record BackendUp(String pool, Backend backend, int failures) implements PoolEvent {

    @Override
    public Level level() {
      return Level.INFO;
    }

    @Override
    public String code() {
      return "cueball.backend.up";
    }

    @Override
    public String message() {
      return "pool " + pool + " reaches " + backend + " again after " + failures + " failures";
    }
  }

  /// A connection was closed because it is of no more use.
  record ConnectionBroken(String pool, Backend backend) implements PoolEvent {

    @Override
    public Level level() {
      return Level.DEBUG;
    }

    @Override
    public String code() {
      return "cueball.connection.broken";
    }

    @Override
    public String message() {
      return "pool " + pool + " closes a broken connection to " + backend;
    }
  }

  /// A connection could not even be closed properly.
  record ConnectionCloseFailed(String pool, Backend backend, Throwable cause) implements PoolEvent {

    @Override
    public Level level() {
      return Level.WARN;
    }

    @Override
    public String code() {
      return "cueball.connection.close.failed";
    }

    @Override
    public String message() {
      return "pool " + pool + " failed to close a connection to " + backend + ": " + cause;
    }
  }

  /// Claims were held for too long, or beyond the end of the pool.
  record ClaimsRevoked(String pool, List<Backend> backends, String why) implements PoolEvent {

    public ClaimsRevoked {
      backends = List.copyOf(backends);
    }

    @Override
    public Level level() {
      return Level.WARN;
    }

    @Override
    public String code() {
      return "cueball.claims.revoked";
    }

    @Override
    public String message() {
      return "pool "
          + pool
          + " revokes "
          + backends.size()
          + " claims on "
          + backends.stream().distinct().toList()
          + ", "
          + why
          + "; look for claims that are never closed";
    }
  }
}
