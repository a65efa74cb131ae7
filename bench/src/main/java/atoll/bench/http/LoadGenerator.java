package atoll.bench.http;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;

/// A process that asks for one file again and again over a fixed number of connections, each with
/// one request at a time, for a given time, and prints how many answers came. It learns the length
/// of an answer from the first one and takes every answer to be as long.
final class LoadGenerator {

  private static final int BUFFER = 64 * 1024;

  private final ByteBuffer request;
  private final ByteBuffer buffer = ByteBuffer.allocateDirect(BUFFER);
  private final InetSocketAddress at;
  private int answerBytes;
  private long answers;

  private LoadGenerator(int port, String path) {
    this.at = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    byte[] text =
        ("GET " + path + " HTTP/1.1\r\nHost: localhost:" + port + "\r\n\r\n")
            .getBytes(StandardCharsets.US_ASCII);
    this.request = ByteBuffer.allocateDirect(text.length).put(text).flip();
  }

  /// Arguments: port, path, connections, milliseconds.
  public static void main(String[] arguments) throws IOException {
    LoadGenerator generator = new LoadGenerator(Integer.parseInt(arguments[0]), arguments[1]);
    generator.learn();
    generator.run(Integer.parseInt(arguments[2]), Long.parseLong(arguments[3]));
    System.out.println(generator.answers);
  }

  private void learn() throws IOException {
    try (SocketChannel channel = SocketChannel.open(at)) {
      channel.write(request.duplicate());
      StringBuilder head = new StringBuilder();
      int end = -1;
      while (end < 0) {
        buffer.clear();
        if (channel.read(buffer) < 0) {
          throw new IOException("closed before an answer came");
        }
        head.append(StandardCharsets.ISO_8859_1.decode(buffer.flip()));
        end = head.indexOf("\r\n\r\n");
      }
      String marker = "Content-Length: ";
      int length = head.indexOf(marker);
      if (!head.toString().startsWith("HTTP/1.1 200") || length < 0) {
        throw new IOException("not the answer that was expected: " + head);
      }
      int from = length + marker.length();
      answerBytes = end + 4 + Integer.parseInt(head.substring(from, head.indexOf("\r", from)));
    }
  }

  private void run(int connections, long millis) throws IOException {
    try (Selector selector = Selector.open()) {
      for (int i = 0; i < connections; i++) {
        SocketChannel channel = SocketChannel.open(at);
        channel.configureBlocking(false);
        channel.setOption(java.net.StandardSocketOptions.TCP_NODELAY, true);
        channel.register(selector, SelectionKey.OP_READ, new int[] {answerBytes});
        ask(channel);
      }
      long end = System.nanoTime() + millis * 1_000_000;
      while (System.nanoTime() < end) {
        selector.select(this::readable, 100);
      }
      for (SelectionKey key : selector.keys()) {
        key.channel().close();
      }
    }
  }

  private void readable(SelectionKey key) {
    try {
      int[] left = (int[]) key.attachment();
      SocketChannel channel = (SocketChannel) key.channel();
      buffer.clear().limit(Math.min(BUFFER, left[0]));
      int count = channel.read(buffer);
      if (count < 0) {
        throw new IOException("the server closed");
      }
      left[0] -= count;
      if (left[0] == 0) {
        answers++;
        left[0] = answerBytes;
        ask(channel);
      }
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private void ask(SocketChannel channel) throws IOException {
    ByteBuffer bytes = request.duplicate();
    while (bytes.hasRemaining()) {
      channel.write(bytes);
    }
  }
}
