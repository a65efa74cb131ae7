package atoll.sim.net;

import atoll.kit.AtollException;
import atoll.kit.Deadline;
import atoll.kit.Fault;
import atoll.kit.net.Endpoint;
import atoll.sim.SeededRandomness;
import atoll.sim.run.Gate;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// One attempt to connect: a request travels, an answer travels back; either may be lost and is
/// then sent again. Confined to the simulation.
final class Dialling {

  private static final Duration SEND_AGAIN = Duration.ofSeconds(1);

  private final SimNet net;
  private final Host from;
  private final Host to;
  private final int port;
  private final LinkTemper temper;
  private final SeededRandomness chance;
  private final Gate answer;
  private @Nullable SimConnection connected;
  private boolean refused;
  private boolean abandoned;

  Dialling(SimNet net, Host from, Host to, int port) {
    this.net = net;
    this.from = from;
    this.to = to;
    this.port = port;
    this.temper = net.temperOf(from.name(), to.name());
    this.chance = net.chanceOfConnection();
    this.answer = net.world().gate("an answer of " + to.name() + ":" + port);
  }

  SimConnection dial(Deadline deadline) {
    Endpoint target = new Endpoint(to.name(), port);
    boolean hangs = chance.chance(temper.hangChance());
    boolean refuses = chance.chance(temper.refuseChance());
    if (refuses) {
      travel(this::refuse);
    } else if (!hangs) {
      travel(this::request);
    }
    try {
      while (connected == null) {
        if (refused) {
          throw new AtollException(Fault.UNREACHABLE, "dial " + target + ": refused");
        }
        if (!answer.await(deadline) && connected == null && !refused) {
          throw new AtollException(Fault.TIMEOUT, "dial " + target + ": no answer in time");
        }
      }
      SimConnection result = connected;
      connected = null;
      return result;
    } finally {
      abandoned = true;
      if (connected != null) {
        connected.abort();
      }
    }
  }

  private void travel(Runnable arrival) {
    net.world()
        .after(
            Pipe.delay(chance, temper),
            "dial " + from.name() + "→" + to.name() + ":" + port,
            arrival);
  }

  private boolean lost(Runnable again) {
    if (abandoned) {
      return true;
    }
    if (net.isCut(from.name(), to.name()) || net.isCut(to.name(), from.name())) {
      net.world().after(SEND_AGAIN, "dial again " + to.name() + ":" + port, again);
      return true;
    }
    return false;
  }

  private void request() {
    if (lost(this::request)) {
      return;
    }
    SimListener listener = to.listenerAt(port);
    if (listener == null) {
      travel(this::refuse);
    } else if (listener.isFull()) {
      net.world().after(SEND_AGAIN, "dial again " + to.name() + ":" + port, this::request);
    } else {
      SimConnection caller =
          SimConnection.pair(net, from, from.freePort(), to, port, chance, listener::arrive);
      travel(() -> complete(caller));
    }
  }

  private void refuse() {
    if (!lost(this::refuse)) {
      refused = true;
      answer.wakeAll();
    }
  }

  private void complete(SimConnection caller) {
    if (abandoned) {
      caller.abort();
    } else if (!lost(() -> complete(caller))) {
      connected = caller;
      answer.wakeAll();
    }
  }
}
