package atoll.mkv.index;

import atoll.kit.AtollException;
import atoll.kit.Fault;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.LinkedBlockingDeque;
import java.util.concurrent.TimeUnit;

/// A fixed number of things to read with, the one that was used last first: so a few threads keep
/// to a few connections. Shared (a bounded deque).
///
/// @param <R> a connection in some form
final class ReadPool<R extends ReadPool.Reader> implements AutoCloseable {

  /// A connection in some form.
  interface Reader extends AutoCloseable {
    @Override
    void close() throws SQLException;
  }

  /// What is done with a connection, for an answer.
  interface Use<R, T> {
    T with(R reader) throws SQLException;
  }

  /// What is done with a connection.
  interface Step<R> {
    void with(R reader) throws SQLException;
  }

  private final SqlDialect dialect;
  private final Duration waitTime;
  private final List<R> all;
  private final Runnable closedBadly;
  private final LinkedBlockingDeque<R> free;
  private volatile boolean closed;

  /// @param closedBadly runs for each connection that could not be closed cleanly
  ReadPool(SqlDialect dialect, Duration waitTime, List<R> all, Runnable closedBadly) {
    this.dialect = dialect;
    this.closedBadly = closedBadly;
    this.waitTime = waitTime;
    this.all = List.copyOf(all);
    this.free = new LinkedBlockingDeque<>(all.size());
    this.free.addAll(all);
  }

  <T> T use(String doing, Use<R, T> use) {
    R reader = take();
    try {
      return use.with(reader);
    } catch (SQLException failed) {
      throw dialect.fault(doing, failed);
    } finally {
      free.addFirst(reader);
    }
  }

  private R take() {
    R reader = free.pollFirst();
    if (reader == null) {
      try {
        reader = free.pollFirst(waitTime.toNanos(), TimeUnit.NANOSECONDS);
      } catch (InterruptedException interrupted) {
        Thread.currentThread().interrupt();
        throw new AtollException(
            Fault.CANCELLED, "interrupted while waiting for the index", interrupted);
      }
    }
    if (reader == null) {
      throw new AtollException(
          Fault.BUSY, "all " + all.size() + " connections of the index are in use");
    }
    if (closed) {
      free.addFirst(reader);
      throw new AtollException(Fault.CLOSED, "the index was closed");
    }
    return reader;
  }

  /// Does something with each one that nobody uses just now, the longest unused first.
  void eachFree(Step<R> step) throws SQLException {
    List<R> done = new ArrayList<>();
    for (int count = 0; count < all.size(); count++) {
      R reader = free.pollLast();
      if (reader == null || done.contains(reader)) {
        if (reader != null) {
          free.addLast(reader);
        }
        return;
      }
      try {
        done.add(reader);
        step.with(reader);
      } finally {
        free.addFirst(reader);
      }
    }
  }

  /// Waits for those that are in use.
  @Override
  public void close() {
    closed = true;
    try {
      for (int count = 0; count < all.size(); count++) {
        R reader = free.pollLast(waitTime.toNanos(), TimeUnit.NANOSECONDS);
        if (reader == null) {
          return;
        }
        close(reader);
      }
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private void close(R reader) {
    try {
      reader.close();
    } catch (SQLException broken) {
      closedBadly.run();
    }
  }
}
