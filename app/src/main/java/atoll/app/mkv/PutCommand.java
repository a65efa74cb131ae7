package atoll.app.mkv;

import atoll.kit.AtollException;
import atoll.kit.Fault;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `mkv put KEY FILE`.
@Command(name = "put", description = "Stores a file, or what comes in, under a key.")
final class PutCommand implements Callable<Integer> {

  @Spec private CommandSpec spec;
  @Mixin private Client client;
  @Mixin private Output output;

  @Parameters(index = "0", paramLabel = "KEY", description = "The key.")
  private String key = "";

  @Parameters(index = "1", paramLabel = "FILE", description = "The file; - for standard input.")
  private String file = "";

  @Override
  public Integer call() {
    HttpRequest.Builder request = client.request(client.address(key)).PUT(body());
    HttpResponse<String> answer = client.send(request, HttpResponse.BodyHandlers.ofString());
    Client.expect(answer.statusCode(), answer.body());
    String tag = answer.headers().firstValue("ETag").orElse("");
    PrintWriter out = spec.commandLine().getOut();
    output.print(
        out,
        new Output.Facts().with("key", key).with("etag", tag),
        () -> out.println(key + " " + tag));
    return 0;
  }

  private HttpRequest.BodyPublisher body() {
    if (file.equals("-")) {
      return HttpRequest.BodyPublishers.ofInputStream(() -> System.in);
    }
    try {
      return HttpRequest.BodyPublishers.ofFile(Path.of(file));
    } catch (IOException none) {
      throw new AtollException(Fault.NOT_FOUND, "cannot read " + file + ": " + none, none);
    }
  }
}
