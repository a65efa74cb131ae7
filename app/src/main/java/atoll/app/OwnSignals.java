package atoll.app;

import java.lang.reflect.Proxy;

/// Signals that do not just end the process: SIGHUP, by which operators have a server read its
/// files anew, and SIGINT, where it should end sooner than otherwise.
///
/// Java has signals in a class that is no official part of it, so it is looked up by its name:
/// where it is missing, the signal does what it did before.
final class OwnSignals {

  private OwnSignals() {}

  /// Has work done for each such signal, on a thread of its own.
  ///
  /// @param name without `SIG`
  @SuppressWarnings("ReferenceEquality") // A proxy equals itself alone.
  static void whenReceived(String name, Runnable work) {
    try {
      Class<?> signal = Class.forName("sun.misc.Signal");
      Class<?> handler = Class.forName("sun.misc.SignalHandler");
      Object runs =
          Proxy.newProxyInstance(
              OwnSignals.class.getClassLoader(),
              new Class<?>[] {handler},
              (proxy, method, arguments) ->
                  switch (method.getName()) {
                    case "handle" -> {
                      Thread.ofPlatform().name("signal " + name).start(work);
                      yield null;
                    }
                    case "hashCode" -> System.identityHashCode(proxy);
                    case "equals" -> proxy == arguments[0];
                    default -> "OwnSignals";
                  });
      var _ =
          signal
              .getMethod("handle", signal, handler)
              .invoke(null, signal.getConstructor(String.class).newInstance(name), runs);
    } catch (ReflectiveOperationException | IllegalArgumentException missing) {
      // This Java has no such signal.
    }
  }
}
