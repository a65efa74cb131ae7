package atoll.fast;

import atoll.kit.Check;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;

/// The procedures of a server by name. Immutable.
public final class Procedures {

  public static final Procedures NONE = new Procedures(Map.of());

  private final Map<String, Procedure> byName;

  private Procedures(Map<String, Procedure> byName) {
    this.byName = Map.copyOf(byName);
  }

  /// The same ones and one more.
  public Procedures with(String method, Procedure procedure) {
    Check.that(!method.isEmpty(), "a procedure needs a name");
    Map<String, Procedure> all = new HashMap<>(byName);
    Procedure before = all.put(method, procedure);
    Check.that(before == null, () -> "two procedures called " + method);
    return new Procedures(all);
  }

  /// The same ones, one of them wrapped in what runs around it or in its place.
  public Procedures around(String method, UnaryOperator<Procedure> wrapping) {
    Procedure wrapped = byName.get(method);
    if (wrapped == null) {
      throw new AssertionError("no procedure called " + method);
    }
    Map<String, Procedure> all = new HashMap<>(byName);
    all.put(method, wrapping.apply(wrapped));
    return new Procedures(all);
  }

  public Set<String> names() {
    return byName.keySet();
  }

  Optional<Procedure> find(String method) {
    return Optional.ofNullable(byName.get(method));
  }
}
