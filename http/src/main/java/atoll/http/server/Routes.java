package atoll.http.server;

import atoll.http.RequestHead;
import atoll.kit.Check;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Which handler answers which path. Paths are compared as they came, before any decoding; every
/// method, known or not, reaches the handler of its path. An exact path wins over a prefix, a
/// longer prefix over a shorter one, and the fallback takes the rest. Immutable.
public final class Routes {

  private record Prefix(String path, Handler handler) {}

  private final Map<String, Handler> exact;
  private final List<Prefix> prefixes;
  private final Handler fallback;

  private Routes(Map<String, Handler> exact, List<Prefix> prefixes, Handler fallback) {
    this.exact = Map.copyOf(exact);
    this.prefixes = List.copyOf(prefixes);
    this.fallback = fallback;
  }

  public static Builder routes() {
    return new Builder();
  }

  /// Everything to one handler.
  public static Routes all(Handler handler) {
    return routes().fallback(handler);
  }

  public Handler find(RequestHead request) {
    String path = request.rawPath();
    Handler found = exact.get(path);
    if (found != null) {
      return found;
    }
    for (Prefix prefix : prefixes) {
      if (path.startsWith(prefix.path())) {
        return prefix.handler();
      }
    }
    return fallback;
  }

  /// Routes being put together. Confined to whoever builds them.
  public static final class Builder {

    private final Map<String, Handler> exact = new HashMap<>();
    private final List<Prefix> prefixes = new ArrayList<>();

    private Builder() {}

    public Builder exact(String path, Handler handler) {
      Check.that(exact.put(path, handler) == null, () -> "two handlers for " + path);
      return this;
    }

    public Builder prefix(String path, Handler handler) {
      Check.that(
          prefixes.stream().noneMatch(prefix -> prefix.path().equals(path)),
          () -> "two handlers for " + path);
      prefixes.add(new Prefix(path, handler));
      return this;
    }

    /// Ends the table.
    public Routes fallback(Handler handler) {
      prefixes.sort((a, b) -> Integer.compare(b.path().length(), a.path().length()));
      return new Routes(exact, prefixes, handler);
    }
  }
}
