package atoll.app.mkv;

import java.io.PrintWriter;
import java.net.http.HttpResponse;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `mkv rm KEY`.
@Command(name = "rm", description = "Deletes a key.")
final class RemoveCommand implements Callable<Integer> {

  @Spec private CommandSpec spec;
  @Mixin private Client client;
  @Mixin private Output output;

  @Parameters(paramLabel = "KEY", description = "The key.")
  private String key = "";

  @Override
  public Integer call() {
    HttpResponse<String> answer =
        client.send(
            client.request(client.address(key)).DELETE(), HttpResponse.BodyHandlers.ofString());
    Client.expect(answer.statusCode(), answer.body());
    PrintWriter out = spec.commandLine().getOut();
    output.print(
        out,
        new Output.Facts().with("key", key).with("removed", true),
        () -> out.println(key + " removed"));
    return 0;
  }
}
