package atoll.volumeserver.page;

import atoll.http.server.Exchange;
import atoll.http.server.LoopHandler;
import atoll.kit.AtollException;
import atoll.kit.Fault;
import atoll.volumeserver.node.Node;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/// The page that people look at: one file of HTML that asks for its numbers again and again.
/// Immutable, but for what it shows.
public final class StatusPage {

  /// Where the page asks for its numbers.
  public static final String DATA_PATH = "/ui/status.json";

  private static final String FILE = "index.html";

  /// Nothing from elsewhere is loaded, whatever the page holds.
  private static final String POLICY =
      "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline';"
          + " connect-src 'self'; img-src 'self' data:";

  private final String html;
  private final PageData data;
  private final String server;

  /// @param version as clients are told it
  /// @param server the header `Server`
  public StatusPage(
      Node node, String version, String server, RequestMeter meter, RecentEvents events) {
    this.html = file();
    this.data = new PageData(node, version, meter, events);
    this.server = server;
  }

  private static String file() {
    try (InputStream in = StatusPage.class.getResourceAsStream(FILE)) {
      if (in == null) {
        throw new AtollException(Fault.BUG, FILE + " is not in the jar");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new AtollException(Fault.BUG, FILE + " cannot be read", e);
    }
  }

  /// Answers the page itself.
  public LoopHandler page() {
    return exchange -> {
      head(exchange, "text/html; charset=utf-8");
      exchange.header("Content-Security-Policy", POLICY).send(html);
    };
  }

  /// Answers its numbers.
  public LoopHandler data() {
    return exchange -> {
      head(exchange, "application/json");
      exchange.header("Cache-Control", "no-store").send(data.text());
    };
  }

  private void head(Exchange exchange, String type) {
    exchange
        .header("Server", server)
        .header("Content-Type", type)
        .header("X-Content-Type-Options", "nosniff");
  }
}
