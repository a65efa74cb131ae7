package atoll.http.netty;

import atoll.http.BodyFraming;
import atoll.http.BodyReader;
import atoll.http.ByteBudget;
import atoll.http.Headers;
import atoll.http.HttpLimits;
import atoll.http.ResponseHead;
import atoll.http.Status;
import atoll.http.client.ClientBody;
import atoll.http.client.ClientRequest;
import atoll.http.client.ClientResponse;
import atoll.http.wire.HeadParser;
import atoll.http.wire.HeadWriter;
import atoll.http.wire.Malformed;
import atoll.kit.AtollException;
import atoll.kit.Fault;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelPromise;
import io.netty.channel.EventLoop;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import java.util.function.Consumer;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/// One connection to a server: one exchange at a time. Confined to its event loop.
final class ClientConnection extends ChannelInboundHandlerAdapter implements MessageOwner {

  private static final long CONTINUE_NANOS = 1_000_000_000L;

  private final ClientLoop shared;
  private final Consumer<ClientConnection> onEnded;
  private final Consumer<ClientConnection> onFree;
  private final HeadParser parser;
  private final ReceivedBytes in = new ReceivedBytes();
  private @Nullable ChannelHandlerContext context;
  private @Nullable ClientCall call;
  private @Nullable InboundBody inbound;
  private @Nullable OutboundBody outbound;
  private @Nullable AtollException broken;
  private boolean ended;
  private boolean keepAlive;
  private boolean bodyHeld;
  private boolean requestOut;
  private boolean answerBegan;
  private long exchanges;
  private long since;
  private boolean delivering;

  ClientConnection(
      ClientLoop shared, Consumer<ClientConnection> onEnded, Consumer<ClientConnection> onFree) {
    this.shared = shared;
    this.onEnded = onEnded;
    this.onFree = onFree;
    this.parser = new HeadParser(HeadParser.Kind.RESPONSE, shared.settings.limits().head());
  }

  @Override
  public ChannelHandlerContext context() {
    ChannelHandlerContext present = context;
    if (present == null) {
      throw new AssertionError("a connection is used before it is open");
    }
    return present;
  }

  @Override
  public EventLoop loop() {
    return shared.loop;
  }

  @Override
  public EventLoops loops() {
    return shared.loops;
  }

  @Override
  public HttpLimits limits() {
    return shared.settings.limits();
  }

  @Override
  public ByteBudget budget() {
    return shared.settings.budget();
  }

  @Override
  public long nanos() {
    return shared.settings.clock().nanos();
  }

  boolean isUsable() {
    return !ended && call == null && context().channel().isActive();
  }

  // ---- the request -----------------------------------------------------------------------------

  /// The connection is open.
  void opened(ClientCall waiting) {
    if (ended) {
      waiting.failed(new AtollException(Fault.UNREACHABLE, "the server closed at once"));
    } else {
      begin(waiting);
    }
  }

  /// Makes one request.
  void begin(ClientCall begun) {
    call = begun;
    exchanges++;
    answerBegan = false;
    requestOut = false;
    keepAlive = false;
    since = nanos();
    ClientRequest request = begun.request;
    HeadWriter head = shared.writer.beginRequest(request.method(), request.rawTarget());
    if (!request.headers().has("Host")) {
      head.field("Host", request.to().toString());
    }
    head.fields(request.headers());
    ClientBody body = request.body();
    switch (body) {
      case ClientBody.None none -> {
        if (request.method().equals("POST") || request.method().equals("PUT")) {
          head.contentLength(0);
        }
      }
      case ClientBody.Whole whole -> head.contentLength(whole.bytes().size());
      case ClientBody.Streamed streamed -> {
        if (streamed.length() < 0) {
          head.chunked();
        } else {
          head.contentLength(streamed.length());
        }
      }
    }
    head.end();
    ByteBuf bytes = EventLoops.allocator().directBuffer(head.size());
    Outcome.seenAtClose(write(bytes.writeBytes(head.array(), 0, head.size())));
    bodyHeld = request.expectsContinue() && !(body instanceof ClientBody.None);
    if (!bodyHeld) {
      sendBody(begun);
    }
    written();
    context().read();
  }

  private void sendBody(ClientCall running) {
    bodyHeld = false;
    switch (running.request.body()) {
      case ClientBody.None none -> requestOut = true;
      case ClientBody.Whole whole -> {
        ByteBuf bytes = EventLoops.allocator().directBuffer(Math.max(1, whole.bytes().size()));
        Outcome.seenAtClose(write(bytes.writeBytes(whole.bytes().asBuffer())));
        requestOut = true;
      }
      case ClientBody.Streamed streamed -> {
        OutboundBody body =
            new OutboundBody(
                this, streamed.length(), streamed.length() < 0, false, context().newPromise());
        outbound = body;
        streamed.ready().accept(body);
      }
    }
    written();
  }

  @Override
  public void bodyQueued() {
    requestOut = true;
    since = nanos();
    finishIfDone();
  }

  // ---- the answer ------------------------------------------------------------------------------

  @Override
  public void handlerAdded(ChannelHandlerContext added) {
    context = added;
  }

  @Override
  public void channelRead(ChannelHandlerContext from, Object message) {
    ByteBuf bytes = (ByteBuf) message;
    if (call == null) {
      // Nobody asked for anything.
      bytes.release();
      abort();
      return;
    }
    in.add(from.alloc(), bytes);
    advance();
  }

  @Override
  public void channelReadComplete(ChannelHandlerContext from) {
    if (wantsRead()) {
      from.read();
    }
  }

  private boolean wantsRead() {
    InboundBody body = inbound;
    return !ended && (body == null || body.isEnded() || body.wantsBytes());
  }

  private void advance() {
    if (delivering) {
      return;
    }
    delivering = true;
    try {
      while (inbound == null && readHead()) {}
      InboundBody body = inbound;
      if (body != null) {
        in.deliverTo(body);
      }
      in.releaseIfEmpty();
    } finally {
      delivering = false;
    }
    finishIfDone();
  }

  /// Reads a head; returns whether there may be another one behind it.
  private boolean readHead() {
    ClientCall running = call;
    if (running == null || in.isEmpty()) {
      return false;
    }
    answerBegan = true;
    ResponseHead head;
    try {
      if (!in.feed(parser)) {
        return false;
      }
      head = parser.takeResponse();
    } catch (Malformed e) {
      breakOff(
          new AtollException(
              Fault.CORRUPT, running.request.to() + " does not answer in HTTP: " + e.reason()));
      return false;
    }
    if (head.status() < 200) {
      if (head.status() == 100 && bodyHeld) {
        sendBody(running);
      }
      return true;
    }
    boolean empty =
        running.request.method().equals("HEAD")
            || Status.isBodiless(head.status())
            || (running.request.method().equals("CONNECT") && head.status() / 100 == 2);
    BodyFraming framing = empty ? BodyFraming.EMPTY : head.framing();
    keepAlive = head.keepAlive() && framing.kind() != BodyFraming.Kind.UNTIL_CLOSE && !bodyHeld;
    InboundBody body = new InboundBody(this, framing);
    inbound = body;
    running.answered(new Answer(head, body));
    return false;
  }

  /// The answer as its receiver holds it.
  private final class Answer implements ClientResponse {
    private final ResponseHead head;
    private final InboundBody body;

    Answer(ResponseHead head, InboundBody body) {
      this.head = head;
      this.body = body;
    }

    @Override
    public int status() {
      return head.status();
    }

    @Override
    public Headers headers() {
      return head.headers();
    }

    @Override
    public BodyReader body() {
      return body;
    }

    @Override
    public void close() {
      if (loop().inEventLoop()) {
        closeOnLoop();
      } else {
        loop().execute(this::closeOnLoop);
      }
    }

    private void closeOnLoop() {
      if (inbound == body && !body.isEnded()) {
        in.release();
        abort();
      }
    }
  }

  /// Gives the connection back once both bodies are whole.
  private void finishIfDone() {
    InboundBody body = inbound;
    if (body == null || !body.isEnded() || delivering || (ended && call == null)) {
      return;
    }
    if (!requestOut || !keepAlive || ended || !in.isEmpty()) {
      Outcome.seenAtClose(context().close());
      return;
    }
    call = null;
    inbound = null;
    outbound = null;
    since = nanos();
    onFree.accept(this);
  }

  @Override
  public void bodyWanted() {
    advance();
    InboundBody body = inbound;
    if (ended && body != null) {
      endOfInput(body);
    } else if (wantsRead() && !delivering) {
      context().read();
    }
  }

  private void endOfInput(InboundBody body) {
    if (in.isEmpty()) {
      body.endOfInput();
    }
  }

  // ---- the end ---------------------------------------------------------------------------------

  @Override
  public void channelInactive(ChannelHandlerContext from) {
    if (ended) {
      return;
    }
    ended = true;
    ClientCall running = call;
    InboundBody body = inbound;
    OutboundBody sending = outbound;
    call = null;
    if (body == null || broken != null) {
      in.release();
    }
    if (body != null) {
      AtollException known = broken;
      if (known != null) {
        body.fail(known);
      } else {
        // Bytes that came before are still delivered, when they are asked for.
        advance();
        endOfInput(body);
      }
    }
    AtollException why =
        broken != null
            ? broken
            : new AtollException(Fault.UNREACHABLE, "the server closed before it had answered");
    if (sending != null && !sending.isOver()) {
      sending.fail(why);
    }
    onEnded.accept(this);
    if (running != null && !running.isTold()) {
      boolean staleConnection = exchanges > 1 && !answerBegan && broken == null;
      if (staleConnection && running.mayRepeat) {
        running.mayRepeat = false;
        shared.submit(running);
      } else {
        running.failed(why);
      }
    }
  }

  @Override
  public void userEventTriggered(ChannelHandlerContext from, Object event) {
    if (event instanceof SslHandshakeCompletionEvent handshake && !handshake.isSuccess()) {
      refused(handshake.cause());
    }
    from.fireUserEventTriggered(event);
  }

  private void refused(Throwable cause) {
    if (broken == null) {
      broken =
          new AtollException(
              Fault.DENIED, "TLS with the server failed: " + cause.getMessage(), cause);
    }
    abort();
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext from, Throwable cause) {
    Throwable inner = cause.getCause();
    if (cause instanceof SSLException || inner instanceof SSLException) {
      refused(cause instanceof SSLException || inner == null ? cause : inner);
    } else {
      abort();
    }
  }

  private void breakOff(AtollException why) {
    broken = why;
    abort();
  }

  @Override
  public void abort() {
    ChannelHandlerContext present = context;
    if (present != null) {
      Outcome.seenAtClose(present.close());
    }
  }

  @Override
  public void fileFailed(RuntimeException cause) {
    breakOff(
        new AtollException(Fault.IO, "the body of the request broke off: " + cause.getMessage()));
  }

  @Override
  public ChannelFuture write(ByteBuf bytes, ChannelPromise promise) {
    return context().write(bytes, promise);
  }

  @Override
  public ChannelFuture write(PassedRegion region) {
    return context().write(region);
  }

  /// Requests go to other servers, where their bodies are checked on the way out.
  @Override
  public int plainSocket() {
    return -1;
  }

  @Override
  public void written() {
    context().flush();
  }

  // ---- time ------------------------------------------------------------------------------------

  void sweep(long now) {
    ClientCall running = call;
    if (running == null) {
      if (now - since > limits().pace().idleTime().toNanos()) {
        abort();
      }
      return;
    }
    if (running.deadline.hasPassed(shared.settings.clock())) {
      breakOff(new AtollException(Fault.TIMEOUT, "the deadline of the request has passed"));
      return;
    }
    InboundBody body = inbound;
    if (body != null) {
      body.sweep(now);
      if (body.isFailed()) {
        abort();
      }
    } else if (bodyHeld && now - since > CONTINUE_NANOS) {
      // A server that knows nothing of 100-continue still waits for the body.
      sendBody(running);
    } else if (requestOut && now - since > shared.settings.headTime().toNanos()) {
      breakOff(
          new AtollException(
              Fault.TIMEOUT, running.request.to() + " did not answer within the time limit"));
    }
  }
}
