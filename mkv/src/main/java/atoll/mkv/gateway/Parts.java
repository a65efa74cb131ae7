package atoll.mkv.gateway;

import atoll.http.field.EntityTags;
import atoll.http.server.Exchange;
import atoll.kit.AtollException;
import atoll.kit.Clock;
import atoll.kit.Fault;
import atoll.kit.Randomness;
import atoll.kit.event.Events;
import atoll.kit.run.Runner;
import atoll.mkv.hosts.BlobHosts;
import atoll.mkv.hosts.Caller;
import atoll.mkv.hosts.CopyTimes;
import atoll.mkv.hosts.HostHealth;
import atoll.mkv.index.Change;
import atoll.mkv.index.ChangeResult;
import atoll.mkv.index.IndexStore;
import atoll.mkv.key.Key;
import atoll.mkv.plan.Access;
import atoll.mkv.plan.Conditions;
import atoll.mkv.plan.Refusal;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// What the handlers of a gateway share. Immutable.
///
/// @param setup the present one; asked once for each request
record Parts(
    Supplier<Setup> setup,
    IndexStore index,
    BlobHosts hosts,
    HostHealth health,
    KeyLocks locks,
    GatewayCounts counts,
    Clock clock,
    Randomness randomness,
    Runner runner,
    Events events) {

  private static final long CHANGE_SECONDS = 60;

  /// A refusal on its way to the answer.
  static final class Refused extends RuntimeException {

    private final transient Refusal why;

    Refused(Refusal why) {
      super(why.code(), null, false, false);
      this.why = why;
    }

    Refusal why() {
      return why;
    }
  }

  static Caller caller(Exchange exchange) {
    return new Caller(exchange.requestId(), exchange.trace(), CopyTimes.of(exchange));
  }

  /// Lets those pass who may.
  void admit(Exchange exchange, Access door) {
    Optional<Refusal> why =
        door.judge(
            setup.get().config().auth(), exchange.request().headers().first("Authorization"));
    if (why.isPresent()) {
      throw new Refused(why.get());
    }
  }

  /// The key that a request names.
  static Key key(Exchange exchange) {
    try {
      return new Key(exchange.request().target().pathBytes());
    } catch (AtollException none) {
      if (none.fault() == Fault.TOO_LARGE) {
        throw new Refused(new Refusal.KeyTooLong(exchange.request().rawPath().length()));
      }
      throw new Refused(new Refusal.BadKey(String.valueOf(none.getMessage())));
    }
  }

  static Conditions conditions(Exchange exchange) {
    return new Conditions(tags(exchange, "If-Match"), tags(exchange, "If-None-Match"));
  }

  private static Optional<EntityTags> tags(Exchange exchange, String name) {
    @Nullable String value = exchange.request().headers().first(name);
    if (value == null) {
      return Optional.empty();
    }
    Optional<EntityTags> tags = EntityTags.parse(value);
    if (tags.isEmpty()) {
      throw new Refused(new Refusal.BadRequest(name + " is malformed"));
    }
    return tags;
  }

  long nowMillis() {
    return clock.now().toEpochMilli();
  }

  /// Makes a change and waits for it; not on an event loop.
  ChangeResult change(Change change) {
    return await(index.change(change));
  }

  /// Waits for a change that was asked for; not on an event loop.
  static ChangeResult await(CompletableFuture<ChangeResult> change) {
    try {
      return change.get(CHANGE_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new AtollException(Fault.CANCELLED, "interrupted while the index wrote", interrupted);
    } catch (TimeoutException late) {
      throw new AtollException(Fault.TIMEOUT, "the index did not write in time", late);
    } catch (ExecutionException failed) {
      if (failed.getCause() instanceof AtollException why) {
        throw new AtollException(why.fault(), String.valueOf(why.getMessage()), why);
      }
      throw new AtollException(Fault.BUG, "the index failed: " + failed.getCause(), failed);
    }
  }

  /// Asks for a change whose result nobody waits for; if it is lost, its chores remain and are done
  /// again.
  void changeLater(Change change) {
    var _ = index.change(change);
  }
}
