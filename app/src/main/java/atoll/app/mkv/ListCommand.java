package atoll.app.mkv;

import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `mkv ls PREFIX`.
@Command(name = "ls", description = "Prints a line of JSON for each key behind a prefix.")
final class ListCommand implements Callable<Integer> {

  @Spec private CommandSpec spec;
  @Mixin private Client client;

  @Parameters(
      arity = "0..1",
      paramLabel = "PREFIX",
      defaultValue = "/",
      description = "What keys begin with (${DEFAULT-VALUE}).")
  private String prefix = "";

  @Option(names = "--limit", paramLabel = "COUNT", description = "At most so many.")
  private int limit;

  @Option(names = "--detail", description = "With size, type and time.")
  private boolean detail;

  @Override
  public Integer call() {
    String query =
        "?list&format=ndjson" + (detail ? "&detail=1" : "") + (limit > 0 ? "&limit=" + limit : "");
    HttpResponse<String> answer =
        client.send(
            HttpRequest.newBuilder(URI.create(client.address(prefix) + query)).GET(),
            HttpResponse.BodyHandlers.ofString());
    Client.expect(answer.statusCode(), answer.body());
    spec.commandLine().getOut().print(answer.body());
    return 0;
  }
}
