package atoll.sim.net;

import atoll.kit.AtollException;
import atoll.kit.Check;
import atoll.kit.Deadline;
import atoll.kit.Fault;
import atoll.kit.net.Connection;
import atoll.kit.net.Endpoint;
import atoll.sim.SeededRandomness;
import java.nio.ByteBuffer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// One end of a simulated connection. Confined to the simulation.
final class SimConnection implements Connection {

  private final SimNet net;
  private final Host host;
  private final Endpoint local;
  private final Endpoint remote;
  private final SeededRandomness chance;
  private @Nullable Link link;
  private boolean closed;
  private @Nullable String broken;

  /// What ties an end to the other one.
  private record Link(SimConnection peer, Pipe incoming, Pipe outgoing) {}

  private SimConnection(
      SimNet net, Host host, Endpoint local, Endpoint remote, SeededRandomness chance) {
    this.net = net;
    this.host = host;
    this.local = local;
    this.remote = remote;
    this.chance = chance;
  }

  /// Makes both ends, hands the callee's to `callee` and returns the caller's.
  static SimConnection pair(
      SimNet net,
      Host from,
      int fromPort,
      Host to,
      int toPort,
      SeededRandomness chance,
      Consumer<SimConnection> callee) {
    Endpoint near = new Endpoint(from.name(), fromPort);
    Endpoint far = new Endpoint(to.name(), toPort);
    SimConnection caller = new SimConnection(net, from, near, far, chance.stream("caller"));
    SimConnection called = new SimConnection(net, to, far, near, chance.stream("called"));
    Pipe there = new Pipe(net, from, to, caller, called, chance.stream("there"));
    Pipe back = new Pipe(net, to, from, called, caller, chance.stream("back"));
    caller.link = new Link(called, back, there);
    called.link = new Link(caller, there, back);
    from.add(caller);
    to.add(called);
    callee.accept(called);
    return caller;
  }

  @Override
  public Endpoint local() {
    return local;
  }

  @Override
  public Endpoint remote() {
    return remote;
  }

  String peerHost() {
    return link().peer().host.name();
  }

  @Override
  public int read(ByteBuffer target, Deadline deadline) {
    Check.that(target.hasRemaining(), "a read needs room in its buffer");
    net.world().checkGoesOn();
    Pipe incoming = link().incoming();
    while (true) {
      checkOpen("read");
      if (incoming.hasBytes()) {
        return incoming.receive(target);
      }
      checkWhole("read");
      if (incoming.isAtEnd()) {
        return -1;
      }
      if (!incoming.readable.await(deadline) && !incoming.hasBytes() && !incoming.isAtEnd()) {
        checkOpen("read");
        checkWhole("read");
        throw fault(Fault.TIMEOUT, "read", "nothing came in time");
      }
    }
  }

  @Override
  public void write(Deadline deadline, ByteBuffer... sources) {
    net.world().checkGoesOn();
    Pipe outgoing = link().outgoing();
    for (ByteBuffer source : sources) {
      while (source.hasRemaining()) {
        checkOpen("write");
        checkWhole("write");
        if (outgoing.hasEnded()) {
          throw fault(Fault.CLOSED, "write", "its output was ended before");
        }
        int before = source.remaining();
        outgoing.send(source);
        if (source.remaining() == before && !outgoing.writable.await(deadline)) {
          checkOpen("write");
          checkWhole("write");
          throw fault(Fault.TIMEOUT, "write", "the peer took too little in time");
        }
      }
    }
  }

  @Override
  public void endOutput() {
    if (net.world().mayAct()) {
      checkOpen("end output");
      checkWhole("end output");
      link().outgoing().end();
    }
  }

  @Override
  public void close() {
    if (closed || !net.world().mayAct()) {
      return;
    }
    if (broken == null && link().incoming().hasBytes()) {
      abort(); // as TCP does: bytes that nobody read are answered with a reset
      return;
    }
    leave();
    if (broken == null) {
      link().outgoing().end();
    }
  }

  /// Ends this end with a reset to the other one.
  void abort() {
    if (!closed) {
      leave();
      answerWithReset();
    }
  }

  private void leave() {
    closed = true;
    depart();
  }

  private void depart() {
    host.remove(this);
    link().incoming().wakeAll();
    link().outgoing().wakeAll();
    link().incoming().forgetIfOver();
    link().outgoing().forgetIfOver();
  }

  /// Whether nothing that arrives here is taken.
  boolean isGone() {
    return closed || broken != null;
  }

  /// Tells the peer that this end is no more, unless that is lost on the way.
  void answerWithReset() {
    SimConnection peer = link().peer();
    String here = host.name();
    String there = peer.host.name();
    net.world()
        .after(
            Pipe.delay(chance, net.temperOf(here, there)),
            "reset " + here + "→" + there,
            () -> {
              if (!net.isCut(here, there)) {
                peer.breakHere("the peer reset the connection");
              }
            });
  }

  /// Both ends break at once.
  void breakBoth() {
    breakHere("the connection was reset");
    link().peer().breakHere("the connection was reset");
  }

  /// The host of this end went down: the other end is told nothing.
  void vanish() {
    link().outgoing().loseUnderWay();
    breakHere("this host went down");
  }

  private void breakHere(String why) {
    if (isGone()) {
      return;
    }
    broken = why;
    if (chance.nextBoolean()) {
      link().incoming().loseArrived();
    }
    depart();
  }

  private void checkOpen(String operation) {
    if (closed) {
      throw fault(Fault.CLOSED, operation, "this end was closed");
    }
  }

  private void checkWhole(String operation) {
    String why = broken;
    if (why != null) {
      throw fault(Fault.UNREACHABLE, operation, why);
    }
  }

  private AtollException fault(Fault fault, String operation, String why) {
    return new AtollException(fault, operation + " " + local + "→" + remote + ": " + why);
  }

  private Link link() {
    Link tied = link;
    if (tied == null) {
      throw new AssertionError("both ends are tied before anybody has one");
    }
    return tied;
  }
}
