package atoll.app;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/// A name server on loopback that knows one service at one host: it answers a question for the
/// service (SRV) with the host's name and port, one for an address of the host (A) with 127.0.0.1,
/// and all others with nothing. Shared (it keeps no state but its socket).
final class TinyNameServer implements AutoCloseable {

  private static final int ADDRESS = 1;
  private static final int SERVICE = 33;
  private static final int HEADER_BYTES = 12;

  private final DatagramSocket socket;
  private final String service;
  private final String host;
  private final int port;

  TinyNameServer(String service, String host, int port) {
    this.service = service;
    this.host = host;
    this.port = port;
    try {
      socket = new DatagramSocket(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    } catch (SocketException e) {
      throw new UncheckedIOException(e);
    }
    Thread.ofVirtual().name("name server").start(this::serve);
  }

  String address() {
    return "127.0.0.1:" + socket.getLocalPort();
  }

  private void serve() {
    byte[] asked = new byte[1024];
    try {
      while (true) {
        DatagramPacket packet = new DatagramPacket(asked, asked.length);
        socket.receive(packet);
        byte[] answer = answer(asked);
        socket.send(new DatagramPacket(answer, answer.length, packet.getSocketAddress()));
      }
    } catch (IOException closed) {
      socket.close();
    }
  }

  /// Header, the question again, and at most one record.
  private byte[] answer(byte[] asked) throws IOException {
    StringBuilder name = new StringBuilder();
    int at = HEADER_BYTES;
    while (asked[at] != 0) {
      name.append(new String(asked, at + 1, asked[at], StandardCharsets.US_ASCII)).append('.');
      at += 1 + asked[at];
    }
    int type = (asked[at + 1] & 0xFF) << 8 | (asked[at + 2] & 0xFF);
    int endOfQuestion = at + 5;
    byte[] record = record(name.toString().toLowerCase(Locale.ROOT), type);
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    DataOutputStream out = new DataOutputStream(bytes);
    out.write(asked, 0, 2);
    // An answer with authority, without an error.
    out.writeShort(0x8400);
    out.writeShort(1);
    out.writeShort(record.length == 0 ? 0 : 1);
    out.writeInt(0);
    out.write(asked, HEADER_BYTES, endOfQuestion - HEADER_BYTES);
    if (record.length > 0) {
      // The name is that of the question.
      out.writeShort(0xC000 | HEADER_BYTES);
      out.writeShort(type);
      out.writeShort(1);
      out.writeInt(60);
      out.writeShort(record.length);
      out.write(record);
    }
    return bytes.toByteArray();
  }

  private byte[] record(String name, int type) throws IOException {
    if (type == ADDRESS && name.equals(host + ".")) {
      return new byte[] {127, 0, 0, 1};
    }
    if (type == SERVICE && name.equals(service + ".")) {
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      DataOutputStream out = new DataOutputStream(bytes);
      out.writeShort(0);
      out.writeShort(0);
      out.writeShort(port);
      for (String label : host.split("\\.", -1)) {
        out.writeByte(label.length());
        out.writeBytes(label);
      }
      out.writeByte(0);
      return bytes.toByteArray();
    }
    return new byte[0];
  }

  @Override
  public void close() {
    socket.close();
  }
}
