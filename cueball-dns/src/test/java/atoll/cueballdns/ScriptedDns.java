package atoll.cueballdns;

import atoll.kit.net.Endpoint;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.xbill.DNS.AAAARecord;
import org.xbill.DNS.ARecord;
import org.xbill.DNS.CNAMERecord;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.SRVRecord;
import org.xbill.DNS.Section;
import org.xbill.DNS.TextParseException;
import org.xbill.DNS.Type;

/// A name server on loopback, UDP and TCP on one port, that answers what it was told. Shared
/// (concurrent collections).
final class ScriptedDns implements AutoCloseable {

  /// What it does with a question.
  sealed interface Script {
    record Records(List<Record> records) implements Script {}

    record Code(int rcode) implements Script {}

    record Silence() implements Script {}

    /// Over UDP only a note that the answer is too long for it.
    record TooLong(List<Record> records) implements Script {}

    record Garbage() implements Script {}
  }

  /// A question that came.
  record Asked(String name, String type, String over) {}

  final List<Asked> asked = new CopyOnWriteArrayList<>();
  private final Map<String, Script> scripts = new ConcurrentHashMap<>();
  private final ServerSocket stream;
  private final DatagramSocket packets;

  ScriptedDns() throws IOException {
    InetAddress loopback = InetAddress.getLoopbackAddress();
    Ports ports = Ports.free(loopback);
    stream = ports.stream();
    packets = ports.packets();
    Thread.ofVirtual().name("dns udp").start(this::servePackets);
    Thread.ofVirtual().name("dns tcp").start(this::serveStreams);
  }

  Endpoint address() {
    return new Endpoint("127.0.0.1", stream.getLocalPort());
  }

  // ---- what it is told ----

  ScriptedDns on(String name, int type, Script script) {
    scripts.put(Type.string(type) + " " + name(name), script);
    return this;
  }

  ScriptedDns on(String name, int type, Record... records) {
    return on(name, type, new Script.Records(List.of(records)));
  }

  static Name name(String text) {
    try {
      return Name.fromString(text, Name.root);
    } catch (TextParseException bad) {
      throw new AssertionError(bad);
    }
  }

  static Record srv(String name, int ttl, int port, String target) {
    return new SRVRecord(name(name), DClass.IN, ttl, 0, 0, port, name(target));
  }

  static Record alias(String name, int ttl, String target) {
    return new CNAMERecord(name(name), DClass.IN, ttl, name(target));
  }

  static Record address(String name, int ttl, String address) {
    try {
      InetAddress parsed = InetAddress.getByName(address);
      return parsed.getAddress().length == 4
          ? new ARecord(name(name), DClass.IN, ttl, parsed)
          : new AAAARecord(name(name), DClass.IN, ttl, parsed);
    } catch (IOException bad) {
      throw new UncheckedIOException(bad);
    }
  }

  long count(String name, int type) {
    return asked.stream()
        .filter(one -> one.name().equals(name + ".") && one.type().equals(Type.string(type)))
        .count();
  }

  // ---- how it answers ----

  private void servePackets() {
    byte[] buffer = new byte[4096];
    while (!packets.isClosed()) {
      try {
        DatagramPacket packet = new DatagramPacket(buffer, buffer.length);
        packets.receive(packet);
        byte[] question = new byte[packet.getLength()];
        System.arraycopy(buffer, 0, question, 0, question.length);
        byte[] answer = answer(question, "udp");
        if (answer.length > 0) {
          packets.send(new DatagramPacket(answer, answer.length, packet.getSocketAddress()));
        }
      } catch (IOException ended) {
        if (!packets.isClosed()) {
          throw new UncheckedIOException(ended);
        }
      }
    }
  }

  private void serveStreams() {
    while (!stream.isClosed()) {
      try (Socket call = stream.accept()) {
        call.setSoTimeout(5_000);
        DataInputStream input = new DataInputStream(call.getInputStream());
        byte[] question = input.readNBytes(input.readUnsignedShort());
        byte[] answer = answer(question, "tcp");
        if (answer.length > 0) {
          DataOutputStream output = new DataOutputStream(call.getOutputStream());
          output.writeShort(answer.length);
          output.write(answer);
          output.flush();
        }
      } catch (IOException ended) {
        if (!stream.isClosed()) {
          throw new UncheckedIOException(ended);
        }
      }
    }
  }

  private byte[] answer(byte[] question, String over) throws IOException {
    Message query = new Message(question);
    Record wanted = query.getQuestion();
    asked.add(new Asked(wanted.getName().toString(), Type.string(wanted.getType()), over));
    Message answer = new Message(query.getHeader().getID());
    answer.getHeader().setFlag(Flags.QR);
    answer.addRecord(wanted, Section.QUESTION);
    String key = Type.string(wanted.getType()) + " " + wanted.getName();
    switch (scripts.getOrDefault(key, new Script.Code(Rcode.NXDOMAIN))) {
      case Script.Records told -> add(answer, told.records());
      case Script.Code told -> answer.getHeader().setRcode(told.rcode());
      case Script.Silence _ -> {
        return new byte[0];
      }
      case Script.TooLong told -> {
        if (over.equals("udp")) {
          answer.getHeader().setFlag(Flags.TC);
        } else {
          add(answer, told.records());
        }
      }
      case Script.Garbage _ -> {
        byte[] bytes = answer.toWire();
        // Claims a record that does not follow.
        bytes[7] = 9;
        return bytes;
      }
    }
    return answer.toWire();
  }

  private static void add(Message answer, List<Record> records) {
    new ArrayList<>(records).forEach(record -> answer.addRecord(record, Section.ANSWER));
  }

  @Override
  public void close() throws IOException {
    packets.close();
    stream.close();
  }

  /// One port number that is free for both kinds of socket.
  private record Ports(ServerSocket stream, DatagramSocket packets) {

    private static final int TRIES = 100;

    static Ports free(InetAddress loopback) throws IOException {
      BindException last = new BindException("no port was tried");
      for (int tried = 0; tried < TRIES; tried++) {
        ServerSocket stream = new ServerSocket(0, 50, loopback);
        try {
          return new Ports(
              stream, new DatagramSocket(new InetSocketAddress(loopback, stream.getLocalPort())));
        } catch (BindException taken) {
          stream.close();
          last = taken;
        }
      }
      throw last;
    }
  }
}
