package atoll.app;

import java.lang.reflect.Proxy;

/// The signal SIGHUP, by which operators have a server read its files anew. Without this it would
/// end the process.
///
/// Java has signals in a class that is no official part of it, so it is looked up by its name:
/// where it is missing, the signal does what it did before.
final class HangUp {

  private HangUp() {}

  /// Has work done for each such signal, on a thread of its own.
  @SuppressWarnings("ReferenceEquality") // A proxy equals itself alone.
  static void whenReceived(Runnable work) {
    try {
      Class<?> signal = Class.forName("sun.misc.Signal");
      Class<?> handler = Class.forName("sun.misc.SignalHandler");
      Object runs =
          Proxy.newProxyInstance(
              HangUp.class.getClassLoader(),
              new Class<?>[] {handler},
              (proxy, method, arguments) ->
                  switch (method.getName()) {
                    case "handle" -> {
                      Thread.ofPlatform().name("hang-up").start(work);
                      yield null;
                    }
                    case "hashCode" -> System.identityHashCode(proxy);
                    case "equals" -> proxy == arguments[0];
                    default -> "HangUp";
                  });
      var _ =
          signal
              .getMethod("handle", signal, handler)
              .invoke(null, signal.getConstructor(String.class).newInstance("HUP"), runs);
    } catch (ReflectiveOperationException | IllegalArgumentException missing) {
      // This Java has no such signal.
    }
  }
}
