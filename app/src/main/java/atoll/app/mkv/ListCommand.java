package atoll.app.mkv;

import atoll.fast.json.Json;
import java.io.PrintWriter;
import java.net.URI;
import java.net.http.HttpResponse;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `mkv ls PREFIX`.
@Command(name = "ls", description = "Prints the keys behind a prefix, each on a line.")
final class ListCommand implements Callable<Integer> {

  @Spec private CommandSpec spec;
  @Mixin private Client client;
  @Mixin private Output output;

  @Parameters(
      arity = "0..1",
      paramLabel = "PREFIX",
      defaultValue = "/",
      description = "What keys begin with (${DEFAULT-VALUE}).")
  private String prefix = "";

  @Option(names = "--limit", paramLabel = "COUNT", description = "At most so many.")
  private int limit;

  @Option(names = "--detail", description = "With size, type and time; as JSON.")
  private boolean detail;

  @Override
  public Integer call() {
    String query =
        "?list&format=ndjson" + (detail ? "&detail=1" : "") + (limit > 0 ? "&limit=" + limit : "");
    HttpResponse<String> answer =
        client.send(
            client.request(URI.create(client.address(prefix) + query)).GET(),
            HttpResponse.BodyHandlers.ofString());
    Client.expect(answer.statusCode(), answer.body());
    PrintWriter out = spec.commandLine().getOut();
    if (detail || output.isJson()) {
      out.print(answer.body());
    } else {
      answer.body().lines().forEach(line -> tell(Json.parse(line), out));
    }
    return 0;
  }

  /// A key, or where to go on.
  private void tell(Json line, PrintWriter out) {
    line.member("key").flatMap(Json::asText).ifPresent(out::println);
    Optional<String> next = line.member("next").flatMap(Json::asText);
    next.ifPresent(
        key -> spec.commandLine().getErr().println("there are more, from " + key + " on"));
  }
}
