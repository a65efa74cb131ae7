package atoll.cueball;

import atoll.kit.AtollException;
import atoll.kit.Deadline;
import atoll.kit.Fault;
import atoll.kit.run.Runner;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/// Connections without a network. Confined to one simulation.
final class FakeConnector implements Connector<FakeConnector.Line> {

  /// One connection.
  static final class Line {
    final Backend backend;
    boolean broken;
    boolean mute;
    boolean closed;

    Line(Backend backend) {
      this.backend = backend;
    }
  }

  final Set<Backend> refusing = new HashSet<>();
  final Set<Backend> hanging = new HashSet<>();
  final Set<Line> open = new LinkedHashSet<>();
  final List<Backend> dialled = new ArrayList<>();
  private final Runner runner;
  private final Duration takes;

  FakeConnector(Runner runner, Duration takes) {
    this.runner = runner;
    this.takes = takes;
  }

  @Override
  public Line connect(Backend backend, Deadline deadline) {
    dialled.add(backend);
    if (hanging.contains(backend)) {
      boolean woken = runner.signal().await(deadline);
      throw new AtollException(Fault.TIMEOUT, backend + " hangs" + (woken ? "!" : ""));
    }
    runner.pause(takes);
    if (refusing.contains(backend)) {
      throw new AtollException(Fault.UNREACHABLE, backend + " refuses");
    }
    Line line = new Line(backend);
    open.add(line);
    return line;
  }

  @Override
  public boolean isBroken(Line line) {
    return line.broken;
  }

  @Override
  public boolean isAlive(Line line, Deadline deadline) {
    if (line.mute) {
      throw new AtollException(Fault.TIMEOUT, line.backend + " is mute");
    }
    return !line.broken;
  }

  @Override
  public void close(Line line) {
    if (!open.remove(line)) {
      throw new AssertionError("closed twice");
    }
    line.closed = true;
  }
}
