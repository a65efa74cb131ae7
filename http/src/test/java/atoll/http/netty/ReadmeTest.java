package atoll.http.netty;

import static org.assertj.core.api.Assertions.assertThat;

import atoll.http.BlockingWriter;
import atoll.http.ByteBudget;
import atoll.http.PooledBuffer;
import atoll.http.client.BlockingResponse;
import atoll.http.client.ClientBody;
import atoll.http.client.ClientRequest;
import atoll.http.client.ClientSettings;
import atoll.http.client.HttpClient;
import atoll.http.server.Handler;
import atoll.http.server.HttpServer;
import atoll.http.server.Listen;
import atoll.http.server.Routes;
import atoll.http.server.ServerSettings;
import atoll.kit.Bytes;
import atoll.kit.Deadline;
import atoll.kit.event.Events;
import atoll.kit.net.Endpoint;
import atoll.kit.real.RealClock;
import atoll.kit.real.RealRandomness;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

final class ReadmeTest {

  @Test
  void theExampleRuns() {
    assertThat(example()).isEqualTo("200 ping");
  }

  @Test
  void theExampleIsTheOneInTheReadme() throws IOException {
    String readme = Files.readString(Path.of("README.md"));
    String shown =
        readme.substring(readme.indexOf("```java") + 7, readme.indexOf("```\n\n## What"));
    String source = Files.readString(Path.of("src/test/java/atoll/http/netty/ReadmeTest.java"));
    String run = source.substring(source.lastIndexOf("// begin") + 8, source.lastIndexOf("// end"));
    assertThat(run.replaceAll("\\s+", "")).isEqualTo(shown.replaceAll("\\s+", ""));
  }

  private static String example() {
    // begin
    try (EventLoops loops = EventLoops.start(1, EventLoops.Transport.BEST)) {
      ByteBudget budget = new ByteBudget(64 << 20);
      Routes routes =
          Routes.routes()
              .exact("/hello", Handler.onLoop(exchange -> exchange.send("hello\n")))
              .prefix(
                  "/echo/",
                  Handler.onVirtualThread(exchange -> {
                    try (PooledBuffer body = exchange.body().gather(1 << 20);
                        BlockingWriter out = exchange.stream(-1)) {
                      out.write(body.bytes());
                      out.end();
                    }
                  }))
              .fallback(Handler.onLoop(exchange -> exchange.status(404).send()));
      ServerSettings settings =
          ServerSettings.of(budget, new RealClock(), new RealRandomness(), Events.NONE);
      Listen listen = Listen.plain("main", new Endpoint("127.0.0.1", 0), routes);
      try (HttpServer server = NettyServer.start(loops, settings, List.of(listen));
          HttpClient client =
              NettyClient.start(loops, ClientSettings.of(budget, new RealClock()))) {
        ClientBody body = new ClientBody.Whole(Bytes.utf8("ping"));
        ClientRequest request = ClientRequest.of(server.local("main"), "POST", "/echo/1", body);
        Deadline deadline = Deadline.after(new RealClock(), Duration.ofSeconds(10));
        try (BlockingResponse answer = client.send(request, deadline)) {
          return answer.status() + " " + answer.body().readText(100);
        }
      }
    }
    // end
  }
}
