package atoll.http.netty;

import atoll.http.client.ClientRequest;
import atoll.http.client.ClientSettings;
import atoll.http.client.HttpClient;
import atoll.http.client.ResponseReceiver;
import atoll.kit.Deadline;
import io.netty.channel.EventLoop;
import io.netty.handler.ssl.SslContext;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/// The client on Netty. Shared; each event loop keeps its own part of the pool.
public final class NettyClient implements HttpClient {

  private final List<ClientLoop> parts = new ArrayList<>();
  private final AtomicInteger next = new AtomicInteger();

  private NettyClient(EventLoops loops, ClientSettings settings, ClientLoop.Names names) {
    @Nullable SslContext tls = settings.tls().map(TlsContexts::client).orElse(null);
    for (EventLoop loop : loops.all()) {
      parts.add(new ClientLoop(loops, loop, settings, tls, names));
    }
  }

  public static HttpClient start(EventLoops loops, ClientSettings settings) {
    return start(loops, settings, ClientLoop.Names.SYSTEM);
  }

  static HttpClient start(EventLoops loops, ClientSettings settings, ClientLoop.Names names) {
    NettyClient client = new NettyClient(loops, settings, names);
    client.parts.forEach(ClientLoop::start);
    return client;
  }

  @Override
  public void send(ClientRequest request, Deadline deadline, ResponseReceiver receiver) {
    ClientCall call = new ClientCall(request, deadline, receiver);
    for (ClientLoop part : parts) {
      if (part.loop.inEventLoop()) {
        part.submit(call);
        return;
      }
    }
    ClientLoop part = parts.get(Math.floorMod(next.getAndIncrement(), parts.size()));
    part.loop.execute(() -> part.submit(call));
  }

  @Override
  public void close() {
    for (ClientLoop part : parts) {
      if (!part.loop.isShuttingDown()) {
        part.loop.execute(part::close);
      }
    }
  }
}
