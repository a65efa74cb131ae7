package atoll.http.server;

import atoll.http.BlockingReader;
import atoll.http.BlockingWriter;
import atoll.http.PooledBuffer;
import atoll.http.RequestHead;
import atoll.kit.disk.DiskFile;

/// An [Exchange] for handlers that may wait. Confined to its virtual thread.
public final class BlockingExchange {

  private final Exchange exchange;
  private final BlockingReader body;

  public BlockingExchange(Exchange exchange) {
    this.exchange = exchange;
    this.body = new BlockingReader(exchange.body());
  }

  /// What stands below, for all that does not wait.
  public Exchange exchange() {
    return exchange;
  }

  public RequestHead request() {
    return exchange.request();
  }

  /// The body of the request; the first read answers `Expect: 100-continue`.
  public BlockingReader body() {
    return body;
  }

  public BlockingExchange status(int status) {
    exchange.status(status);
    return this;
  }

  public BlockingExchange header(String name, String value) {
    exchange.header(name, value);
    return this;
  }

  public void send() {
    exchange.send();
  }

  public void send(String text) {
    exchange.send(text);
  }

  public void send(PooledBuffer bytes) {
    exchange.send(bytes);
  }

  public void sendFile(DiskFile file, long offset, long length) {
    exchange.sendFile(file, offset, length);
  }

  /// As [Exchange#stream]; writes wait while the client is slower.
  public BlockingWriter stream(long length) {
    return new BlockingWriter(exchange.stream(length));
  }
}
