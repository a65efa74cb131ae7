package atoll.app.process;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;

/// Signals of the operating system.
///
/// Java has them in a class that is no official part of it and that the compiler warns of, so it is
/// looked up by its name.
public final class Signals {

  private Signals() {}

  /// Has work done whenever a signal comes, on a thread of its own, in place of what it did before.
  ///
  /// @param name without `SIG`: `HUP`, `TERM`
  /// @return whether that is so; false where this Java hands out no such signal (`-Xrs`), which
  ///   then does what it did before
  @SuppressWarnings("ReferenceEquality") // A proxy equals itself alone.
  public static boolean take(String name, Runnable work) {
    try {
      Class<?> signal = Class.forName("sun.misc.Signal");
      Class<?> handler = Class.forName("sun.misc.SignalHandler");
      Object runs =
          Proxy.newProxyInstance(
              Signals.class.getClassLoader(),
              new Class<?>[] {handler},
              (proxy, method, arguments) ->
                  switch (method.getName()) {
                    case "handle" -> {
                      Thread.ofPlatform().name("signal " + name).start(work);
                      yield null;
                    }
                    case "hashCode" -> System.identityHashCode(proxy);
                    case "equals" -> proxy == arguments[0];
                    default -> "handler of " + name;
                  });
      var _ =
          signal
              .getMethod("handle", signal, handler)
              .invoke(null, signal.getConstructor(String.class).newInstance(name), runs);
      return true;
    } catch (InvocationTargetException refused) {
      if (refused.getCause() instanceof IllegalArgumentException) {
        return false;
      }
      throw new AssertionError("a signal is taken, or this JVM has it for itself", refused);
    } catch (ReflectiveOperationException absent) {
      return false;
    }
  }
}
