package atoll.volumeserver.blob;

import atoll.http.server.Exchange;
import atoll.http.server.LoopHandler;
import atoll.kit.AtollException;
import atoll.kit.Fault;
import atoll.kit.Randomness;
import java.io.IOException;
import java.io.InputStream;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executor;

/// The few pictures that pages of the server show, kept in memory: `/favicon.ico` and
/// `/seaweedfsstatic/...`. Immutable.
public final class StaticFiles {

  private static final String FOLDER = "/seaweedfsstatic/";
  private static final List<String> NAMES = List.of("favicon.ico", "seaweed50x50.png");

  private final Map<String, byte[]> files = new HashMap<>();
  private final Sending sending;
  private final MimeTypes types;

  /// @param work where nothing of this ever waits; needed to send ranges
  public StaticFiles(MimeTypes types, Executor work, Randomness randomness) {
    this.types = types;
    this.sending = new Sending(work, work, randomness, _ -> {});
    for (String name : NAMES) {
      files.put(name, read(name));
    }
  }

  private static byte[] read(String name) {
    try (InputStream in = StaticFiles.class.getResourceAsStream("static/" + name)) {
      if (in == null) {
        throw new AtollException(Fault.BUG, "static/" + name + " is not in the jar");
      }
      return in.readAllBytes();
    } catch (IOException e) {
      throw new AtollException(Fault.BUG, "static/" + name + " cannot be read", e);
    }
  }

  public LoopHandler handler() {
    return this::handle;
  }

  private void handle(Exchange exchange) {
    String path = exchange.request().rawPath();
    String name = path.startsWith(FOLDER) ? path.substring(FOLDER.length()) : path.substring(1);
    Optional<byte[]> found = Optional.ofNullable(files.get(name));
    if (found.isEmpty()) {
      Answers.text(exchange, 404, "404 page not found\n");
      return;
    }
    exchange.header("Accept-Ranges", "bytes");
    // Browsers and Go's library know icons by this older name.
    String type = name.endsWith(".ico") ? "image/x-icon" : types.of(Naming.extension(name));
    exchange.header("Content-Type", type);
    sending.send(exchange, MemorySource.of(found.get()), type);
  }
}
