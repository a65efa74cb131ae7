package atoll.cueballmanatee;

import atoll.cueball.Backend;
import atoll.cueball.Resolver;
import atoll.kit.AtollException;
import atoll.kit.Check;
import atoll.kit.Fault;
import atoll.kit.Randomness;
import atoll.kit.event.Events;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.apache.curator.RetryPolicy;
import org.apache.curator.RetrySleeper;
import org.apache.curator.framework.CuratorFramework;
import org.apache.curator.framework.CuratorFrameworkFactory;
import org.apache.curator.framework.api.CuratorEvent;
import org.apache.curator.framework.state.ConnectionState;
import org.apache.zookeeper.KeeperException;
import org.apache.zookeeper.WatchedEvent;
import org.apache.zookeeper.Watcher;
import org.jspecify.annotations.Nullable;

/// Follows the primary of a Manatee cluster: the PostgreSQL that may be written to.
///
/// It watches one node with one-time watches, which servers of every age know, and reads it anew
/// after each change, each connection and each new session. A node that is missing or makes no
/// sense changes nothing: the last primary stays.
///
/// Shared (guarded by a lock); callbacks come from ZooKeeper's client.
public final class ManateePrimaryResolver implements Resolver {

  private static final int ATTEMPTS_COUNTED = 1_000;

  private final String node;
  private final Randomness randomness;
  private final Events events;
  private final CuratorFramework client;
  private final Watcher watcher = this::changed;
  private final ReentrantLock lock = new ReentrantLock();
  private @Nullable Backend last;
  private boolean missing;
  private boolean closed;
  private @Nullable Consumer<Set<Backend>> report;

  /// A resolver.
  ///
  /// @param rootPath the cluster's node, whose child `state` is watched
  /// @throws AtollException `BAD_INPUT` if the path is none of ZooKeeper
  public ManateePrimaryResolver(
      ZooKeeperAddresses addresses,
      String rootPath,
      ManateeLimits limits,
      Randomness randomness,
      Events events) {
    if (!rootPath.matches("(/[^/]+)+")) {
      throw new AtollException(
          Fault.BAD_INPUT,
          "\"" + rootPath + "\" is not a path of ZooKeeper; write /manatee/1.moray.example.com");
    }
    this.node = rootPath + "/state";
    this.randomness = randomness;
    this.events = events;
    this.client =
        CuratorFrameworkFactory.builder()
            .connectString(addresses.toString())
            .sessionTimeoutMs(Math.toIntExact(limits.sessionTime().toMillis()))
            .connectionTimeoutMs(Math.toIntExact(limits.connectTime().toMillis()))
            .retryPolicy(forEver(limits))
            .dontUseContainerParents()
            .build();
  }

  private RetryPolicy forEver(ManateeLimits limits) {
    return new RetryPolicy() {
      @Override
      public boolean allowRetry(int retryCount, long elapsedTimeMs, RetrySleeper sleeper) {
        if (retryCount == 0) {
          tellUnlessClosed("nobody answers, the attempts go on");
        }
        int failures = Math.min(retryCount, ATTEMPTS_COUNTED) + 1;
        Duration pause = limits.backoff().pause(failures, randomness);
        try {
          sleeper.sleepFor(pause.toMillis(), TimeUnit.MILLISECONDS);
          return true;
        } catch (InterruptedException ended) {
          Thread.currentThread().interrupt();
          return false;
        }
      }
    };
  }

  @Override
  public void start(Consumer<Set<Backend>> to) {
    Check.that(report == null, "a resolver is started once");
    report = to;
    client.getConnectionStateListenable().addListener((_, state) -> connection(state));
    client.start();
    look();
  }

  @Override
  public void close() {
    lock.lock();
    try {
      closed = true;
    } finally {
      lock.unlock();
    }
    client.close();
  }

  private void connection(ConnectionState state) {
    boolean isUp = state.isConnected();
    events.report(new ManateeEvent.Connection(node, state.name(), isUp));
    if (isUp) {
      look();
    }
  }

  private void changed(WatchedEvent event) {
    // A change of the connection is heard of elsewhere.
    if (event.getType() != Watcher.Event.EventType.None) {
      look();
    }
  }

  private void look() {
    ask(() ->
        client
            .getData()
            .usingWatcher(watcher)
            .inBackground((_, event) -> read(event))
            .forPath(node));
  }

  /// A watch for when the node comes to exist.
  private void lookOut() {
    ask(() ->
        client
            .checkExists()
            .usingWatcher(watcher)
            .inBackground((_, event) -> seen(event))
            .forPath(node));
  }

  private interface Question {
    void ask() throws Exception;
  }

  private void ask(Question question) {
    try {
      question.ask();
    } catch (Exception failed) {
      // The library declares no less. Closing it ends questions so.
      tellUnlessClosed(failed.toString());
    }
  }

  private void read(CuratorEvent event) {
    switch (KeeperException.Code.get(event.getResultCode())) {
      case OK -> take(ClusterState.parse(event.getData() == null ? new byte[0] : event.getData()));
      case NONODE -> {
        tellMissing();
        lookOut();
      }
      case null -> tellUnlessClosed("code " + event.getResultCode());
      default -> tellUnlessClosed(String.valueOf(KeeperException.Code.get(event.getResultCode())));
    }
  }

  private void seen(CuratorEvent event) {
    // It may have come to exist just before the watch was set.
    if (event.getResultCode() == KeeperException.Code.OK.intValue()) {
      look();
    }
  }

  private void take(ClusterState state) {
    lock.lock();
    try {
      missing = false;
      switch (state) {
        case ClusterState.Primary primary -> take(primary.backend());
        case ClusterState.Unusable unusable ->
            events.report(new ManateeEvent.StateUnusable(node, unusable.problem().toString()));
      }
    } finally {
      lock.unlock();
    }
  }

  /// Under the lock, so that reports keep the order of the states; a report does not wait.
  private void take(Backend primary) {
    Consumer<Set<Backend>> to = report;
    if (!closed && to != null && !primary.equals(last)) {
      last = primary;
      events.report(new ManateeEvent.PrimaryChanged(node, primary));
      to.accept(Set.of(primary));
    }
  }

  private void tellMissing() {
    lock.lock();
    try {
      if (!missing) {
        events.report(new ManateeEvent.StateMissing(node));
      }
      missing = true;
    } finally {
      lock.unlock();
    }
  }

  private void tellUnlessClosed(String problem) {
    lock.lock();
    try {
      if (!closed) {
        events.report(new ManateeEvent.LookFailed(node, problem));
      }
    } finally {
      lock.unlock();
    }
  }
}
