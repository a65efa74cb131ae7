package atoll.http.netty;

import static atoll.http.netty.TestServer.eventually;
import static atoll.http.netty.TestServer.quick;
import static atoll.http.server.Handler.onLoop;
import static org.assertj.core.api.Assertions.assertThat;

import atoll.http.BodyWriter;
import atoll.http.server.Completion;
import atoll.http.server.Handler;
import atoll.kit.disk.DiskFile;
import atoll.kit.disk.OpenMode;
import atoll.kit.event.Events;
import atoll.kit.real.RealDisk;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Files that go to the socket past the process, and those that cannot.
class PassedFilesTest {

  private static final String GET = "GET / HTTP/1.1\r\nHost: x\r\n\r\n";
  private static final int LARGE = 9_000_001;

  private final byte[] content = new byte[LARGE + 7];
  private final AtomicInteger sends = new AtomicInteger();
  @TempDir private Path directory;
  private DiskFile file = new UncachedFile(content);

  @BeforeEach
  void fill() {
    for (int i = 0; i < content.length; i++) {
      content[i] = (byte) (i * 17 + (i >> 12));
    }
    file = new RealDisk(Events.NONE).open(directory.resolve("f"), OpenMode.CREATE_NEW);
    file.append(ByteBuffer.allocateDirect(content.length).put(content).flip());
  }

  @AfterEach
  void close() {
    file.close();
  }

  /// The file, whose calls to send are counted and may be refused once bytes are wanted.
  private DiskFile watched(boolean refuses) {
    return (DiskFile)
        Proxy.newProxyInstance(
            getClass().getClassLoader(),
            new Class<?>[] {DiskFile.class},
            (proxy, method, arguments) -> {
              try {
                return switch (method.getName()) {
                  case "retain" -> {
                    file.retain();
                    yield proxy;
                  }
                  case "sendTo" -> {
                    boolean wanted = (long) arguments[2] > 0;
                    if (wanted) {
                      sends.incrementAndGet();
                    }
                    yield wanted && refuses
                        ? Long.valueOf(DiskFile.CANNOT_SEND)
                        : method.invoke(file, arguments);
                  }
                  default -> method.invoke(file, arguments);
                };
              } catch (InvocationTargetException thrown) {
                throw thrown.getCause();
              }
            });
  }

  private static Handler passing(DiskFile file, long offset, long length) {
    return onLoop(exchange -> {
      BodyWriter out = exchange.stream(length);
      out.passFile(file, offset, length);
      out.end();
    });
  }

  private void assertWhole(TestServer server, int size) {
    try (RawClient client = server.client()) {
      for (int round = 0; round < 2; round++) {
        assertThat(ByteBuffer.wrap(client.send(GET).answer().body()))
            .isEqualTo(ByteBuffer.wrap(content, 3, size));
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 64 * 1024 - 1, 64 * 1024, 4 << 20, (4 << 20) + 1, LARGE})
  void everySizeArrivesWhole(int size) {
    try (TestServer server = TestServer.start(passing(file, 3, size))) {
      assertWhole(server, size);
    }
  }

  @ParameterizedTest
  @EnumSource(EventLoops.Transport.class)
  void everyTransportSends(EventLoops.Transport transport) {
    try (TestServer server = TestServer.start(transport, passing(watched(false), 3, LARGE))) {
      assertWhole(server, LARGE);
      assertThat(sends.get() > 0).isEqualTo(server.loops.transport().equals("epoll"));
    }
  }

  @Test
  void whatTurnsOutNotToGoIsReadAndWritten() {
    try (TestServer server = TestServer.start(passing(watched(true), 3, LARGE))) {
      assertWhole(server, LARGE);
    }
  }

  @Test
  void aFileThatIsNotInMemoryIsReadElsewhere() {
    try (DiskFile cold = new UncachedFile(content);
        TestServer server = TestServer.start(passing(cold, 3, LARGE))) {
      assertWhole(server, LARGE);
    }
  }

  @Test
  void aFileThatWasCutBreaksTheConnectionOff() {
    try (TestServer server = TestServer.start(passing(file, 0, LARGE + 100));
        RawClient client = server.client()) {
      server.events.expect("http.file.failed");
      assertThat(client.send(GET).rest()).hasSizeLessThan(LARGE + 100);
      server.events.await("http.file.failed", Duration.ofSeconds(10));
    }
  }

  @Test
  void aClientWhoDoesNotReadIsCutOff() {
    Queue<Completion> seen = new ConcurrentLinkedQueue<>();
    Handler handler =
        onLoop(exchange -> {
          exchange.whenDone(seen::add);
          // More than the buffers of both sockets hold.
          BodyWriter out = exchange.stream(4L * LARGE);
          for (int i = 0; i < 4; i++) {
            out.passFile(file, 0, LARGE);
          }
          out.end();
        });
    try (TestServer server = TestServer.start(quick(), handler);
        RawClient client = server.client()) {
      client.send(GET);
      eventually("the end of the exchange", () -> seen.size() == 1);
      assertThat(seen.element().isWhole()).isFalse();
    }
  }
}
