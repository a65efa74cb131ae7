package atoll.http.netty;

import atoll.http.BodyReader;
import atoll.http.BodyWriter;
import atoll.http.HeaderList;
import atoll.http.PeerFailure;
import atoll.http.PooledBuffer;
import atoll.http.RequestHead;
import atoll.http.Status;
import atoll.http.field.TraceParent;
import atoll.http.server.Completion;
import atoll.http.server.Exchange;
import atoll.http.server.HttpEvent;
import atoll.http.server.Peer;
import atoll.http.wire.HeadWriter;
import atoll.kit.AtollException;
import atoll.kit.Check;
import atoll.kit.Fault;
import atoll.kit.disk.DiskFile;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelPromise;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// One request on a server connection. What the holder sets before it answers is confined to the
/// holder; everything from the answer on is confined to the event loop.
final class ServerExchange implements Exchange, ChannelFutureListener {

  private static final int TOGETHER_MAX = 16 * 1024;
  private static final byte[] CLOSE = ascii("Connection: close\r\n");
  private static final byte[] KEEP = ascii("Connection: keep-alive\r\n");

  private final ServerConnection connection;
  private final RequestHead request;
  private final InboundBody inbound;
  private final String requestId;
  private final long began;
  private final HeaderList headers = new HeaderList();
  private int status = 200;
  private boolean closeAfter;
  private @Nullable TraceParent trace;
  private @Nullable Consumer<Completion> done;
  private volatile boolean answered;
  private volatile @Nullable Object attachment;
  private @Nullable OutboundBody outbound;
  private int sentStatus;
  private long sentBytes;
  private boolean queued;
  private boolean completed;
  private boolean handlerFailed;

  ServerExchange(ServerConnection connection, RequestHead request, String requestId, long began) {
    this.connection = connection;
    this.request = request;
    this.requestId = requestId;
    this.began = began;
    this.inbound = new InboundBody(connection, request.framing());
  }

  InboundBody inbound() {
    return inbound;
  }

  @Override
  public RequestHead request() {
    return request;
  }

  @Override
  public String requestId() {
    return requestId;
  }

  @Override
  public TraceParent trace() {
    TraceParent present = trace;
    if (present == null) {
      present =
          Optional.ofNullable(request.headers().first(TraceParent.HEADER))
              .flatMap(TraceParent::parse)
              .orElseGet(() -> TraceParent.begin(connection.settings().randomness()));
      trace = present;
    }
    return present;
  }

  @Override
  public Peer peer() {
    return connection.peer();
  }

  @Override
  public BodyReader body() {
    return inbound;
  }

  @Override
  public Executor loop() {
    return connection.loop();
  }

  @Override
  public Exchange status(int given) {
    Check.that(given >= 200 && given <= 999, () -> "no status for an answer: " + given);
    status = given;
    return this;
  }

  @Override
  public Exchange header(String name, String value) {
    Check.that(!isServers(name), () -> "the server itself sets " + name);
    headers.add(name, value);
    return this;
  }

  private static boolean isServers(String name) {
    return switch (name.length()) {
      case 4 -> name.equalsIgnoreCase("Date");
      case 10 -> name.equalsIgnoreCase("Connection");
      case 14 -> name.equalsIgnoreCase("Content-Length");
      case 17 -> name.equalsIgnoreCase("Transfer-Encoding");
      default -> false;
    };
  }

  @Override
  public HeaderList responseHeaders() {
    return headers;
  }

  @Override
  public Exchange closeAfter() {
    closeAfter = true;
    return this;
  }

  @Override
  public Exchange whenDone(Consumer<Completion> told) {
    Consumer<Completion> before = done;
    done = before == null ? told : before.andThen(told);
    return this;
  }

  @Override
  public Exchange attach(Object kept) {
    attachment = kept;
    return this;
  }

  @Override
  public @Nullable Object attachment() {
    return attachment;
  }

  @Override
  public PooledBuffer buffer(int bytes) {
    return NettyBuffer.allocate(bytes);
  }

  @Override
  public boolean isAnswered() {
    return answered;
  }

  private void answer(Runnable onLoop) {
    Check.that(!answered, "an exchange is answered once");
    answered = true;
    if (connection.loop().inEventLoop()) {
      onLoop.run();
    } else {
      connection.loop().execute(onLoop);
    }
  }

  @Override
  public void send() {
    answer(() -> sendBytes(null, null));
  }

  @Override
  public void send(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    answer(() -> sendBytes(null, bytes));
  }

  @Override
  public void send(PooledBuffer body) {
    answer(() -> sendBytes((NettyBuffer) body, null));
  }

  @Override
  public void sendFile(DiskFile file, long offset, long length) {
    Check.that(offset >= 0 && length >= 0, "a part of a file has no negative place");
    file.retain();
    answer(() -> sendFileOnLoop(file, offset, length));
  }

  @Override
  public BodyWriter stream(long length) {
    boolean chunked = length < 0 && request.minorVersion() == 1;
    boolean mute = isMute();
    OutboundBody body = outboundBody(length, chunked && !mute, mute);
    answer(() -> {
      if (refuseIfLost()) {
        body.fail(lost());
        return;
      }
      outbound = body;
      if (length < 0 && !chunked) {
        closeAfter = true;
      }
      HeadWriter head = head(length, length < 0 && chunked, false);
      Outcome.seenAtClose(connection.write(buffered(head, 0)));
      connection.written();
    });
    return body;
  }

  private OutboundBody outboundBody(long length, boolean chunked, boolean mute) {
    ChannelPromise whole = connection.context().newPromise();
    Outcome.seenAtClose(whole.addListener(this));
    return new OutboundBody(connection, length, chunked, mute, whole);
  }

  @Override
  public void abort() {
    if (connection.loop().inEventLoop()) {
      connection.abort();
    } else {
      connection.loop().execute(connection::abort);
    }
  }

  private void sendBytes(@Nullable NettyBuffer pooled, byte @Nullable [] bytes) {
    if (refuseIfLost()) {
      if (pooled != null) {
        pooled.close();
      }
      return;
    }
    int length = pooled != null ? pooled.remaining() : bytes != null ? bytes.length : 0;
    HeadWriter head = head(length, false, true);
    boolean mute = isMute();
    sentBytes = mute ? 0 : length;
    if (pooled == null) {
      ByteBuf all = buffered(head, mute ? 0 : length);
      if (bytes != null && !mute) {
        all.writeBytes(bytes);
      }
      finish(all);
    } else if (mute || length == 0) {
      pooled.close();
      finish(buffered(head, 0));
    } else if (length <= TOGETHER_MAX) {
      // One buffer and one write for head and body cost less than the copy.
      ByteBuf all = buffered(head, length).writeBytes(pooled.bytes());
      pooled.close();
      finish(all);
    } else {
      Outcome.seenAtClose(connection.write(buffered(head, 0)));
      ChannelPromise written = connection.context().newPromise();
      if (pooled.isReserved()) {
        Outcome.seenAtClose(written.addListener(future -> pooled.unreserve()));
      }
      finish(pooled.take(), written);
    }
  }

  private void sendFileOnLoop(DiskFile file, long offset, long length) {
    if (refuseIfLost()) {
      file.close();
      return;
    }
    if (length == 0 || isMute()) {
      file.close();
      finish(buffered(head(length, false, true), 0));
      return;
    }
    new FileAnswer(this, connection, new FileRange(file, offset, length), length).begin();
    file.close();
  }

  private boolean isMute() {
    return request.isHead() || Status.isBodiless(status);
  }

  /// Answers with bytes that follow the room for a head, which goes in front of them: one buffer
  /// and one write for both make small files quick.
  void sendBehind(int room, ByteBuf body) {
    int length = body.readableBytes();
    HeadWriter head = head(length, false, true);
    sentBytes = length;
    if (head.size() > room) {
      Outcome.seenAtClose(connection.write(buffered(head, 0)));
    } else {
      int from = room - head.size();
      body.setBytes(from, head.array(), 0, head.size()).readerIndex(from);
    }
    finish(body);
  }

  /// Answers with the first bytes of a file and what is behind them.
  void sendFrom(ByteBuf first, FileRange rest, long length) {
    Outcome.seenAtClose(connection.write(buffered(head(length, false, true), 0)));
    OutboundBody body = outboundBody(length, false, false);
    outbound = body;
    body.writeFile(first, rest, length);
    body.end();
  }

  /// Nothing of a file could be read, and nothing of the answer was sent.
  void unreadable(RuntimeException cause) {
    connection.settings().events().report(new HttpEvent.FileFailed(requestId, cause));
    if (!refuseIfLost()) {
      answered = false;
      answerFailure(asFailure(cause));
    }
  }

  /// Writes the last bytes of a fixed answer.
  private void finish(ByteBuf last) {
    finish(last, connection.context().newPromise());
  }

  private void finish(ByteBuf last, ChannelPromise promise) {
    Outcome.seenAtClose(connection.write(last, promise.addListener(this)));
    bodyQueued();
    connection.written();
  }

  /// The head of the answer.
  ///
  /// @param whole whether the answer follows at once, so that an unread body can only be discarded
  private HeadWriter head(long length, boolean chunked, boolean whole) {
    sentStatus = status;
    ServerLoop shared = connection.shared();
    HeadWriter head = shared.writer.beginResponse(status).raw(shared.dateLine());
    String idHeader = connection.settings().requestIds().responseHeader();
    if (!idHeader.isEmpty()) {
      head.field(idHeader, requestId);
    }
    head.fields(headers);
    if (chunked) {
      if (!request.isHead() && !Status.isBodiless(status)) {
        head.chunked();
      }
    } else if (length >= 0 && !Status.isBodiless(status)) {
      head.contentLength(length);
    }
    if (whole && !inbound.isEnded() && !connection.canDiscard(this)) {
      closeAfter = true;
    }
    boolean close =
        closeAfter || !request.keepAlive() || inbound.isFailed() || connection.isLastRequest();
    closeAfter = close;
    if (close) {
      head.raw(CLOSE);
    } else if (request.minorVersion() == 0) {
      head.raw(KEEP);
    }
    return head.end();
  }

  /// A buffer that begins with the head and has room for `more` bytes.
  private static ByteBuf buffered(HeadWriter head, int more) {
    ByteBuf bytes = EventLoops.allocator().directBuffer(head.size() + more);
    return bytes.writeBytes(head.array(), 0, head.size());
  }

  boolean closesAfter() {
    return closeAfter;
  }

  /// The whole answer was handed to the socket's queue.
  void bodyQueued() {
    OutboundBody body = outbound;
    if (body != null) {
      sentBytes = body.sent();
    }
    queued = true;
    connection.answerQueued(this);
  }

  boolean isQueued() {
    return queued;
  }

  /// The stream's promise or that of the last write.
  @Override
  public void operationComplete(ChannelFuture future) {
    Throwable cause = future.cause();
    complete(
        cause == null
            ? null
            : new AtollException(Fault.UNREACHABLE, "the client closed before all was sent"));
  }

  /// Tells everybody, once.
  private void complete(@Nullable AtollException failure) {
    if (completed) {
      return;
    }
    completed = true;
    OutboundBody body = outbound;
    if (body != null) {
      sentBytes = body.sent();
    }
    Completion completion =
        new Completion(
            sentStatus, inbound.received(), sentBytes, connection.nanos() - began, failure);
    connection.completed(this, completion);
    Consumer<Completion> told = done;
    if (told != null) {
      told.accept(completion);
    }
  }

  /// Completes the exchange if the client is gone.
  boolean refuseIfLost() {
    if (connection.isOpen()) {
      return false;
    }
    complete(lost());
    return true;
  }

  private static AtollException lost() {
    return new AtollException(Fault.UNREACHABLE, "the client closed the connection");
  }

  /// The connection is gone.
  void connectionLost() {
    inbound.fail(lost());
    OutboundBody body = outbound;
    if (body != null && !queued) {
      body.fail(lost());
    }
    // A handler that still works completes the exchange with whatever it answers.
  }

  /// The handler threw. Any thread.
  void failed(Throwable thrown) {
    if (connection.loop().inEventLoop()) {
      failedOnLoop(thrown);
    } else {
      connection.loop().execute(() -> failedOnLoop(thrown));
    }
  }

  private void failedOnLoop(Throwable thrown) {
    if (!connection.isOpen() && !answered) {
      answered = true;
      complete(lost());
      return;
    }
    AtollException failure = asFailure(thrown);
    if (!(failure instanceof PeerFailure)) {
      connection
          .settings()
          .events()
          .report(
              new HttpEvent.HandlerFailed(requestId, request.method(), failure.fault(), thrown));
    }
    if (answered || handlerFailed) {
      if (!queued) {
        connection.abort();
      }
      return;
    }
    answerFailure(failure);
  }

  private static AtollException asFailure(Throwable thrown) {
    return thrown instanceof AtollException known
        ? known
        : new AtollException(Fault.BUG, String.valueOf(thrown), thrown);
  }

  private void answerFailure(AtollException failure) {
    handlerFailed = true;
    headers.clear();
    status = 200;
    try {
      connection.settings().failures().answer(this, failure);
    } catch (RuntimeException | AssertionError e) {
      connection.abort();
    }
    if (!answered) {
      connection.abort();
    }
  }

  /// The handler that may wait has returned. Any thread.
  void returned() {
    if (!answered) {
      connection.settings().events().report(new HttpEvent.Unanswered(requestId, request.method()));
      failed(new AtollException(Fault.BUG, "the handler left without an answer"));
    } else {
      connection
          .loop()
          .execute(() -> {
            OutboundBody body = outbound;
            if (body != null && !body.isOver() && connection.isOpen() && body.isOpen()) {
              connection
                  .settings()
                  .events()
                  .report(new HttpEvent.Unanswered(requestId, request.method()));
              connection.abort();
            }
          });
    }
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
