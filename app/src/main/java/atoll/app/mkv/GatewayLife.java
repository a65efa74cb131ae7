package atoll.app.mkv;

import atoll.app.process.Ending;
import atoll.app.process.Serving;
import atoll.app.process.Signals;
import atoll.kit.AtollException;
import atoll.mkv.gateway.Gateway;
import java.io.PrintWriter;
import java.util.function.BooleanSupplier;

/// What a command does with a gateway that serves, until it has stopped.
final class GatewayLife {

  private GatewayLife() {}

  static Gateway.Seams seams(Serving serving, PrintWriter err) {
    return GatewaySeams.of(serving, new AccessLines(serving.clock(), err));
  }

  /// Reads the configuration anew on SIGHUP; waits for SIGTERM or SIGINT, and lets requests end.
  ///
  /// @param drain stops; tells whether all requests ended by themselves
  /// @return the exit code: 0 after SIGTERM
  static int untilStopped(Gateway gateway, BooleanSupplier drain, PrintWriter err) {
    // Where there is no SIGHUP, POST /admin/reload does the same.
    var _ = Signals.take("HUP", () -> reload(gateway));
    int code = new Ending().await();
    say(err, "stopping; a second signal stops at once");
    boolean whole = drain.getAsBoolean();
    say(err, whole ? "stopped" : "stopped; some requests were cut off");
    return code == Ending.TERMINATED ? 0 : code;
  }

  /// The gateway reports what became of it.
  private static void reload(Gateway gateway) {
    try {
      gateway.reload();
    } catch (AtollException refused) {
      // Told as an event already; the old configuration stays.
      return;
    }
  }

  static void say(PrintWriter err, String line) {
    err.println("mkv: " + line);
    err.flush();
  }
}
