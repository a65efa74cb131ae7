package atoll.http.netty;

import static atoll.http.server.Handler.onLoop;
import static atoll.http.server.Handler.onVirtualThread;
import static org.assertj.core.api.Assertions.assertThat;

import atoll.http.BodyWriter;
import atoll.http.server.Routes;
import java.nio.ByteBuffer;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.Test;

/// Breaks connections off in the middle of everything that holds pooled memory, and asks Netty's
/// leak detection (paranoid in tests) whether all of it came back.
final class LeakTest {

  private static final Logger DETECTOR = Logger.getLogger("io.netty.util.ResourceLeakDetector");

  @Test
  void whateverBreaksOffGivesItsMemoryBack() {
    assertThat(
            leaksOf(() -> {
              for (int round = 0; round < 12; round++) {
                breakOff();
                System.gc();
              }
            }))
        .isEmpty();
  }

  @Test
  void whoWritesWhenTheLoopsHaveEndedKeepsNoMemory() {
    assertThat(
            leaksOf(() -> {
              for (int round = 0; round < 4; round++) {
                writeTooLate();
                System.gc();
              }
            }))
        .isEmpty();
  }

  private static Queue<String> leaksOf(Runnable work) {
    Queue<String> leaks = new ConcurrentLinkedQueue<>();
    Handler listener =
        new Handler() {
          @Override
          public void publish(LogRecord log) {
            leaks.add(log.getMessage());
          }

          @Override
          public void flush() {}

          @Override
          public void close() {}
        };
    DETECTOR.addHandler(listener);
    try {
      work.run();
      // Leaks are told when the next buffers are made.
      for (int i = 0; i < 100; i++) {
        NettyBuffer.allocate(100).close();
      }
      return leaks;
    } finally {
      DETECTOR.removeHandler(listener);
    }
  }

  private static void writeTooLate() {
    CompletableFuture<BodyWriter> begun = new CompletableFuture<>();
    TestServer server = TestServer.start(onLoop(e -> begun.complete(e.stream(-1))));
    try (RawClient client = server.client()) {
      client.send("GET / HTTP/1.1\r\nHost: x\r\n\r\n").head();
    }
    server.close();

    BodyWriter writer = begun.join();
    writer.write(ByteBuffer.allocate(50_000));
    assertThat(writer.isOpen()).isFalse();
  }

  private static void breakOff() {
    int size = 3_000_000;
    try (UncachedFile file = new UncachedFile(new byte[size])) {
      Routes routes =
          Routes.routes()
              .exact("/file", onLoop(e -> e.sendFile(file, 0, size)))
              .exact(
                  "/gather",
                  onVirtualThread(e -> {
                    try (var body = e.body().gather(1_000_000)) {
                      e.send("" + body.bytes().remaining());
                    }
                  }))
              .fallback(
                  onVirtualThread(e -> {
                    try (var out = e.stream(-1)) {
                      for (int i = 0; i < 50; i++) {
                        out.write(ByteBuffer.allocate(50_000));
                      }
                    }
                  }));
      try (TestServer server = TestServer.start(routes);
          RawClient first = server.client();
          RawClient second = server.client();
          RawClient third = server.client();
          RawClient fourth = server.client()) {
        server.events.expect("http.file.failed").expect("http.handler.unanswered");
        first.send("GET /file HTTP/1.1\r\nHost: x\r\n\r\n").head();
        second.send("PUT /gather HTTP/1.1\r\nHost: x\r\nContent-Length: 900000\r\n\r\nabc");
        third.send("GET /stream HTTP/1.1\r\nHost: x\r\n\r\n").head();
        fourth.send("PUT /gather HTTP/1.1\r\nHost: x\r\nContent-Length: 900000\r\n\r\nabc");
        TestServer.eventually("all run", () -> server.settings.counts().requests() == 4);
      }
    }
  }
}
