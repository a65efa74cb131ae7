package atoll.libmanta.util;

import atoll.kit.AtollException;
import atoll.kit.Deadline;
import atoll.kit.Fault;
import atoll.kit.run.Runner;
import atoll.kit.run.Task;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.concurrent.atomic.AtomicReference;

/// Host names to addresses, as the system looks them up.
public final class NameLookup {

  /// How a name is looked up: the system's way, but for tests.
  interface LookUp {
    InetAddress addressOf(String host) throws UnknownHostException;
  }

  private NameLookup() {}

  /// The first address of a host as text; a numeric one is its own.
  ///
  /// @param runner where the look-up runs: the system's knows no deadline, so one that is given up
  ///   goes on there to its own end
  /// @throws AtollException `NOT_FOUND` if nobody knows the name, `TIMEOUT` at the deadline
  public static String firstAddress(Runner runner, String host, Deadline deadline) {
    return firstAddress(runner, host, deadline, InetAddress::getByName);
  }

  static String firstAddress(Runner runner, String host, Deadline deadline, LookUp lookUp) {
    try {
      return InetAddress.ofLiteral(host).getHostAddress();
    } catch (IllegalArgumentException aName) {
      return ask(runner, host, deadline, lookUp);
    }
  }

  private static String ask(Runner runner, String host, Deadline deadline, LookUp lookUp) {
    AtomicReference<String> found = new AtomicReference<>();
    AtomicReference<UnknownHostException> unknown = new AtomicReference<>();
    Task asking =
        runner.submit(
            "look up " + host,
            () -> {
              try {
                found.set(lookUp.addressOf(host).getHostAddress());
              } catch (UnknownHostException e) {
                unknown.set(e);
              }
            });
    if (!asking.await(deadline)) {
      throw new AtollException(
          Fault.TIMEOUT, "host " + host + " was not looked up in time; look at the name server");
    }
    String address = found.get();
    if (address == null) {
      throw new AtollException(
          Fault.NOT_FOUND,
          "host " + host + " is unknown; check the name and the name server",
          unknown.get());
    }
    return address;
  }
}
