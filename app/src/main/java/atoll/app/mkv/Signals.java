package atoll.app.mkv;

import atoll.kit.AtollException;
import atoll.kit.Fault;
import java.lang.reflect.Proxy;

/// Signals of the operating system. The only class that takes them is in a package that the
/// compiler warns of and that every Java has, so it is found by its name.
final class Signals {

  private Signals() {}

  /// Runs `action` on a thread of the JVM's whenever the signal comes.
  ///
  /// @param name without its first three letters: `HUP`, `TERM`
  @SuppressWarnings("ReferenceEquality") // A proxy is equal to itself alone.
  static void on(String name, Runnable action) {
    try {
      Class<?> signal = Class.forName("sun.misc.Signal");
      Class<?> handler = Class.forName("sun.misc.SignalHandler");
      Object proxy =
          Proxy.newProxyInstance(
              Signals.class.getClassLoader(),
              new Class<?>[] {handler},
              (self, method, arguments) ->
                  switch (method.getName()) {
                    case "handle" -> {
                      action.run();
                      yield null;
                    }
                    case "hashCode" -> System.identityHashCode(self);
                    case "equals" -> self == arguments[0];
                    default -> "handler of " + name;
                  });
      var _ =
          signal
              .getMethod("handle", signal, handler)
              .invoke(null, signal.getConstructor(String.class).newInstance(name), proxy);
    } catch (ReflectiveOperationException absent) {
      throw new AtollException(
          Fault.UNSUPPORTED, "this JVM does not hand out the signal " + name, absent);
    }
  }
}
