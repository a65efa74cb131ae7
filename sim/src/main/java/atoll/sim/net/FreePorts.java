package atoll.sim.net;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;

/// Real ports of loopback for servers that must be told theirs. They lie below those that the
/// system gives to outgoing connections, and each is handed out once by a process, so that nobody
/// takes one between its choice and its use but another process that chose the same.
///
/// Shared (an atomic counter).
public final class FreePorts {

  private static final int FIRST = 10_000;
  private static final int COUNT = 20_000;
  private static final AtomicInteger NEXT =
      new AtomicInteger(ThreadLocalRandom.current().nextInt(COUNT));

  private FreePorts() {}

  /// One port that nobody listens on.
  public static int one() {
    return row(1);
  }

  /// The first of so many ports in a row that nobody listens on.
  public static int row(int count) {
    for (int tried = 0; tried < COUNT; tried += count) {
      int first = FIRST + Math.floorMod(NEXT.getAndAdd(count), COUNT - count);
      if (areFree(first, count)) {
        return first;
      }
    }
    throw new IllegalStateException("no " + count + " free ports in a row on this machine");
  }

  private static boolean areFree(int first, int count) {
    for (int port = first; port < first + count; port++) {
      if (!isFree(port)) {
        return false;
      }
    }
    return true;
  }

  private static boolean isFree(int port) {
    try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
      return socket.isBound();
    } catch (IOException taken) {
      return false;
    }
  }
}
