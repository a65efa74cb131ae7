package atoll.http.netty;

import atoll.http.ByteBudget;
import atoll.http.HttpLimits;
import atoll.http.RequestHead;
import atoll.http.server.BlockingExchange;
import atoll.http.server.Completion;
import atoll.http.server.Handler;
import atoll.http.server.HttpEvent;
import atoll.http.server.Peer;
import atoll.http.server.Rejection;
import atoll.http.server.Routes;
import atoll.http.server.ServerSettings;
import atoll.http.wire.Malformed;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelPromise;
import io.netty.channel.EventLoop;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.channel.socket.DuplexChannel;
import org.jspecify.annotations.Nullable;

/// One client. Requests are answered one after another: the next head is read when the answer
/// before it was handed to the socket's queue. What comes meanwhile waits unread, up to a limit;
/// the body of a request is read only while its handler asks for it.
///
/// Confined to its event loop.
final class ServerConnection extends ChannelInboundHandlerAdapter implements MessageOwner {

  /// What the connection does.
  private enum Phase {
    /// Waits for the first byte of a head.
    IDLE,
    /// Inside a head.
    HEAD,
    /// A request is being answered.
    EXCHANGE,
    /// The last answer is on its way to the socket.
    CLOSING,
    /// The last answer is out; what the peer still sends is read away.
    LINGER,
    CLOSED
  }

  private final ServerLoop shared;
  private final Routes routes;
  private final HttpLimits limits;
  private final boolean secure;
  private final RequestHeads heads;
  private final ReceivedBytes in = new ReceivedBytes();
  private @Nullable ChannelHandlerContext context;
  private @Nullable SocketOutput output;
  private Phase phase = Phase.IDLE;
  private @Nullable ServerExchange exchange;
  private @Nullable Peer peer;
  private long requests;
  private long since;
  private int place;
  private boolean advancing;
  private boolean advanceAgain;
  private boolean inputEnded;
  private boolean continueSent;
  private boolean stalled;
  private boolean lingerAfter;
  private long discardFrom;

  ServerConnection(ServerLoop shared, Routes routes, boolean secure) {
    this.shared = shared;
    this.routes = routes;
    this.limits = shared.server.settings().limits();
    this.secure = secure;
    this.heads = new RequestHeads(shared);
  }

  // ---- what the bodies and exchanges ask -------------------------------------------------------

  @Override
  public ChannelHandlerContext context() {
    ChannelHandlerContext present = context;
    if (present == null) {
      throw new AssertionError("a connection is used before it is open");
    }
    return present;
  }

  private SocketOutput output() {
    SocketOutput present = output;
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
    return shared.server.loops();
  }

  @Override
  public HttpLimits limits() {
    return limits;
  }

  @Override
  public ByteBudget budget() {
    return settings().budget();
  }

  @Override
  public long nanos() {
    return settings().clock().nanos();
  }

  ServerSettings settings() {
    return shared.server.settings();
  }

  ServerLoop shared() {
    return shared;
  }

  void moveTo(int newPlace) {
    place = newPlace;
  }

  boolean isOpen() {
    return phase != Phase.CLOSED && context().channel().isActive();
  }

  boolean isIdle() {
    return phase == Phase.IDLE;
  }

  Peer peer() {
    Peer known = peer;
    if (known == null) {
      known = PeerReader.read(context().channel(), secure);
      peer = known;
    }
    return known;
  }

  /// Whether the present answer is the last one on this connection.
  boolean isLastRequest() {
    return requests >= limits.connections().requests() || shared.server.isDraining();
  }

  /// Whether the rest of an unread body can be read away.
  boolean canDiscard(ServerExchange of) {
    boolean unasked =
        of.request().expectsContinue() && !continueSent && of.inbound().received() == 0;
    return !unasked
        && !of.inbound().isFailed()
        && (of.request().framing().length() < 0
            || of.inbound().left() <= limits.body().discardBytes());
  }

  // ---- from the socket -------------------------------------------------------------------------

  @Override
  public void handlerAdded(ChannelHandlerContext added) {
    context = added;
    output = new SocketOutput(added);
  }

  @Override
  public void channelActive(ChannelHandlerContext opened) {
    since = nanos();
    place = shared.add(this);
    opened.read();
  }

  @Override
  public void channelRead(ChannelHandlerContext from, Object message) {
    ByteBuf bytes = (ByteBuf) message;
    output().beginBatch();
    if (phase == Phase.LINGER || phase == Phase.CLOSING || phase == Phase.CLOSED) {
      bytes.release();
      return;
    }
    in.add(from.alloc(), bytes);
    advance();
  }

  @Override
  public void channelReadComplete(ChannelHandlerContext from) {
    output().endBatch();
    if (wantsRead()) {
      read();
    }
  }

  @Override
  public void userEventTriggered(ChannelHandlerContext from, Object event) {
    if (event instanceof ChannelInputShutdownEvent) {
      inputEnded = true;
      inputEnded();
      output().flush();
    } else {
      from.fireUserEventTriggered(event);
    }
  }

  @Override
  public void channelInactive(ChannelHandlerContext from) {
    if (phase == Phase.CLOSED) {
      return;
    }
    phase = Phase.CLOSED;
    in.release();
    heads.release();
    ServerExchange running = exchange;
    exchange = null;
    if (running != null) {
      running.connectionLost();
    }
    shared.remove(place);
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext from, Throwable cause) {
    // Resets and failed handshakes are the peer's affair; bugs of handlers were caught before.
    abort();
  }

  private void inputEnded() {
    switch (phase) {
      case IDLE, CLOSING, CLOSED -> {
        if (phase == Phase.IDLE) {
          closeAfterAnswer(false);
        }
      }
      case HEAD -> reject(400, "the request broke off in the middle of its head");
      case EXCHANGE -> {
        ServerExchange running = exchange;
        if (running != null) {
          advance();
          if (running == exchange && in.isEmpty()) {
            // Bytes that came before are still delivered, when they are asked for.
            running.inbound().endOfInput();
            advance();
          }
        }
      }
      case LINGER -> close();
    }
  }

  // ---- requests --------------------------------------------------------------------------------

  /// Goes on as far as the bytes at hand allow.
  private void advance() {
    if (advancing) {
      advanceAgain = true;
      return;
    }
    advancing = true;
    try {
      do {
        advanceAgain = false;
        while (step()) {}
      } while (advanceAgain);
    } finally {
      advancing = false;
    }
    in.releaseIfEmpty();
  }

  private boolean step() {
    return switch (phase) {
      case IDLE, HEAD -> readHead();
      case EXCHANGE -> readBody();
      case CLOSING, LINGER, CLOSED -> {
        in.release();
        yield false;
      }
    };
  }

  private boolean readHead() {
    if (in.isEmpty()) {
      if (inputEnded) {
        inputEnded();
      }
      return false;
    }
    if (output().pendingBytes() > limits.body().outgoingBytes()) {
      stalled = true;
      return false;
    }
    if (phase == Phase.IDLE) {
      phase = Phase.HEAD;
      since = nanos();
    }
    @Nullable RequestHead head;
    try {
      head = heads.read(in);
    } catch (Malformed e) {
      reject(e.status(), e.reason());
      return false;
    }
    if (head == null) {
      if (inputEnded) {
        inputEnded();
      }
      return false;
    }
    begin(head);
    return true;
  }

  private void begin(RequestHead head) {
    phase = Phase.EXCHANGE;
    continueSent = false;
    requests++;
    String id = settings().requestIds().idOf(head);
    ServerExchange begun = new ServerExchange(this, head, id, nanos());
    exchange = begun;
    settings().counts().requestBegan();
    switch (routes.find(head)) {
      case Handler.OnLoop onLoop -> {
        try {
          onLoop.handler().handle(begun);
        } catch (RuntimeException | AssertionError e) {
          begun.failed(e);
        }
      }
      case Handler.OnVirtualThread waiting -> {
        loops()
            .onVirtualThread(() -> {
              try {
                waiting.handler().handle(new BlockingExchange(begun));
                begun.returned();
              } catch (InterruptedException | RuntimeException | AssertionError e) {
                begun.failed(e);
              }
            });
      }
    }
  }

  private boolean readBody() {
    ServerExchange running = exchange;
    if (running == null) {
      return false;
    }
    InboundBody body = running.inbound();
    in.deliverTo(body);
    if (!running.isQueued()) {
      return false;
    }
    if (inputEnded && in.isEmpty()) {
      body.endOfInput();
    }
    if (running.closesAfter() || body.isFailed()) {
      closeAfterAnswer(!body.isEnded());
      return false;
    }
    if (body.isEnded()) {
      exchange = null;
      phase = Phase.IDLE;
      since = nanos();
      return true;
    }
    if (body.received() - discardFrom > limits.body().discardBytes()) {
      closeAfterAnswer(true);
    }
    return false;
  }

  /// All of an answer is in the socket's queue.
  void answerQueued(ServerExchange of) {
    if (of != exchange) {
      return;
    }
    if (!of.inbound().isEnded() && !of.closesAfter()) {
      discardFrom = of.inbound().received();
      of.inbound().discard();
    }
    advance();
    readUnlessInBatch();
  }

  void completed(ServerExchange of, Completion completion) {
    settings().counts().completed(completion);
    settings().accessLog().completed(of, completion);
    if (stalled) {
      stalled = false;
      advance();
      output().flushUnlessInBatch();
      readUnlessInBatch();
    }
  }

  @Override
  public void bodyQueued() {
    ServerExchange running = exchange;
    if (running != null) {
      running.bodyQueued();
    }
  }

  @Override
  public void bodyWanted() {
    ServerExchange running = exchange;
    if (running == null) {
      return;
    }
    advance();
    if (!running.inbound().wantsBytes()) {
      return;
    }
    if (inputEnded) {
      running.inbound().endOfInput();
      return;
    }
    if (running.request().expectsContinue()
        && !continueSent
        && !running.isAnswered()
        && running.inbound().received() == 0) {
      continueSent = true;
      Outcome.seenAtClose(
          write(ByteBufUtil.writeAscii(context().alloc(), "HTTP/1.1 100 Continue\r\n\r\n")));
      written();
    }
    if (!output().isInBatch()) {
      read();
    }
  }

  // ---- to the socket ---------------------------------------------------------------------------

  @Override
  public ChannelFuture write(ByteBuf bytes, ChannelPromise promise) {
    return output().write(bytes, promise);
  }

  @Override
  public ChannelFuture write(PassedRegion region) {
    return output().write(region);
  }

  @Override
  public int plainSocket() {
    return secure ? -1 : output().descriptor();
  }

  @Override
  public void written() {
    output().written();
  }

  /// Asks the socket for bytes; once the peer has ended its side, there are none to ask for.
  private void read() {
    if (!inputEnded) {
      context().read();
    }
  }

  private void readUnlessInBatch() {
    if (!output().isInBatch() && wantsRead()) {
      read();
    }
  }

  private boolean wantsRead() {
    ServerExchange running = exchange;
    return switch (phase) {
      case IDLE, HEAD -> !stalled;
      case EXCHANGE -> running != null && wantsReadBeside(running.inbound());
      case LINGER -> true;
      case CLOSING, CLOSED -> false;
    };
  }

  /// Beside a running request: its body if somebody asks, else what comes behind it.
  private boolean wantsReadBeside(InboundBody body) {
    if (body.wantsBytes()) {
      return true;
    }
    return body.isEnded() && in.count() < limits.connections().pipelinedBytes();
  }

  /// Answers what is no valid request, and closes.
  private void reject(int status, String reason) {
    settings().counts().rejected();
    String line = heads.startLine();
    settings().accessLog().rejected(new Rejection(peer(), status, reason, line, nanos() - since));
    in.release();
    phase = Phase.CLOSING;
    lingerAfter = true;
    Outcome.seenAtClose(
        write(shared.rejection(status, reason))
            .addListener((ChannelFutureListener) this::lastAnswerOut));
    written();
  }

  /// The answer in the queue was the last one.
  private void closeAfterAnswer(boolean linger) {
    phase = Phase.CLOSING;
    lingerAfter = linger || !in.isEmpty();
    in.release();
    write(Unpooled.EMPTY_BUFFER).addListener((ChannelFutureListener) this::lastAnswerOut);
    written();
  }

  /// Closing a socket with unread bytes resets it, and the peer may then lose the answer: so such a
  /// peer is read a little longer.
  private void lastAnswerOut(ChannelFuture written) {
    if (phase != Phase.CLOSING) {
      return;
    }
    if (!lingerAfter || inputEnded || secure || !written.isSuccess()) {
      close();
      return;
    }
    phase = Phase.LINGER;
    since = nanos();
    Outcome.seenAtClose(((DuplexChannel) context().channel()).shutdownOutput());
    if (!output().isInBatch()) {
      read();
    }
  }

  void close() {
    Outcome.seenAtClose(context().close());
  }

  /// Cuts the connection off with a reset, so that the peer cannot take a part for the whole.
  @Override
  public void abort() {
    output().reset();
  }

  @Override
  public void fileFailed(RuntimeException cause) {
    ServerExchange running = exchange;
    String id = running == null ? "-" : running.requestId();
    settings().events().report(new HttpEvent.FileFailed(id, cause));
    abort();
  }

  /// The server stops: an idle connection has nothing to wait for.
  void drain() {
    if (phase == Phase.IDLE) {
      close();
    }
  }

  // ---- time ------------------------------------------------------------------------------------

  void sweep(long now) {
    HttpLimits.Pace pace = limits.pace();
    switch (phase) {
      case IDLE -> {
        boolean fresh = requests == 0;
        long most = fresh ? pace.headTime().toNanos() : pace.idleTime().toNanos();
        if (output().pendingBytes() == 0 && now - since > most) {
          close();
        }
      }
      case HEAD -> {
        if (!stalled && now - since > pace.headTime().toNanos()) {
          reject(408, "the head of the request took too long");
        }
      }
      case EXCHANGE -> {
        ServerExchange running = exchange;
        if (running != null) {
          running.inbound().sweep(now);
          if (running.isQueued() && running.inbound().isFailed()) {
            advance();
          }
          output().flushUnlessInBatch();
        }
      }
      case LINGER -> {
        if (now - since > pace.lingerTime().toNanos()) {
          close();
        }
      }
      case CLOSING, CLOSED -> {}
    }
    if (output().isReadTooSlowly(now, pace)) {
      abort();
    }
  }
}
