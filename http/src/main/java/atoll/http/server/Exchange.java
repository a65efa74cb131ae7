package atoll.http.server;

import atoll.http.BodyReader;
import atoll.http.BodyWriter;
import atoll.http.HeaderList;
import atoll.http.PooledBuffer;
import atoll.http.RequestHead;
import atoll.http.field.TraceParent;
import atoll.kit.disk.DiskFile;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// One request and its answer. The head is complete, the body may still be on its way: it is read
/// when somebody asks for it.
///
/// An exchange is confined to one holder at a time: the handler first, and whoever it hands it to.
/// Any thread may hold it. Exactly one of the `send` methods or [#stream] answers it, once. A
/// `HEAD` is answered as the `GET` would be: the bytes are left out here, not by the handler.
public interface Exchange {

  RequestHead request();

  /// The id that the server's [RequestIds] gave it.
  String requestId();

  /// The caller's trace, or a new one where it sent none or a broken one.
  TraceParent trace();

  Peer peer();

  /// The body of the request. The first pull answers `Expect: 100-continue`.
  BodyReader body();

  /// The event loop of the connection: what is run there must not block.
  Executor loop();

  /// Sets the status; 200 unless set.
  Exchange status(int status);

  /// Adds a header. `Content-Length`, `Transfer-Encoding`, `Connection` and `Date` are the
  /// server's.
  Exchange header(String name, String value);

  HeaderList responseHeaders();

  /// The connection closes behind this answer.
  Exchange closeAfter();

  /// Runs once on the event loop when the last byte of the answer was written to the socket, or
  /// never will be. To be set before the answer.
  Exchange whenDone(Consumer<Completion> done);

  /// Keeps something of the handler's with the exchange, for whoever sees it next, the access log
  /// too. One thing at a time.
  Exchange attach(Object kept);

  /// What was attached last; null if nothing was.
  @Nullable Object attachment();

  /// A buffer from the pool, position 0, to be filled and sent, or closed.
  PooledBuffer buffer(int bytes);

  /// Answers without a body.
  void send();

  /// Answers with text, as UTF-8.
  void send(String text);

  /// Answers with the buffer's bytes, without a copy; the server closes the buffer.
  void send(PooledBuffer body);

  /// Answers with a part of a file. The file is retained until it is sent. If its first bytes
  /// cannot be read, the failure is answered as one of the handler's; later it breaks the answer
  /// off.
  void sendFile(DiskFile file, long offset, long length);

  /// Answers with a body that is still to be written.
  ///
  /// @param length in bytes, or -1: then chunked, or until the connection closes for HTTP/1.0
  BodyWriter stream(long length);

  /// Breaks the connection off without an answer, or in the middle of one.
  void abort();

  /// Whether the answer has begun.
  boolean isAnswered();
}
