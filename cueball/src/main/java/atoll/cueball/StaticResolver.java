package atoll.cueball;

import atoll.kit.net.Endpoint;
import java.util.Collection;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;

/// Backends that are known beforehand and never change. Immutable.
public final class StaticResolver implements Resolver {

  private final Set<Backend> backends = new TreeSet<>(Backend.ORDER);

  public StaticResolver(Collection<Endpoint> endpoints) {
    endpoints.forEach(endpoint -> backends.add(Backend.of(endpoint)));
  }

  public StaticResolver(Endpoint endpoint) {
    this(Set.of(endpoint));
  }

  @Override
  public void start(Consumer<Set<Backend>> report) {
    report.accept(Set.copyOf(backends));
  }

  @Override
  public void close() {}
}
