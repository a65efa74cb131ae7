package atoll.cueball;

import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Says what the test says. Confined to one simulation.
final class ScriptedResolver implements Resolver {

  private @Nullable Consumer<Set<Backend>> report;
  boolean closed;

  @Override
  public void start(Consumer<Set<Backend>> to) {
    report = to;
  }

  void say(Backend... backends) {
    say(Set.of(backends));
  }

  void say(Set<Backend> backends) {
    Consumer<Set<Backend>> to = report;
    if (to == null) {
      throw new AssertionError("nobody started this resolver");
    }
    to.accept(backends);
  }

  @Override
  public void close() {
    closed = true;
  }
}
