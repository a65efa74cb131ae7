package atoll.app.mkv;

import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/// `mkv rm KEY`.
@Command(name = "rm", description = "Deletes a key.")
final class RemoveCommand implements Callable<Integer> {

  @Mixin private Client client;

  @Parameters(paramLabel = "KEY", description = "The key.")
  private String key = "";

  @Override
  public Integer call() {
    HttpResponse<String> answer =
        client.send(
            HttpRequest.newBuilder(client.address(key)).DELETE(),
            HttpResponse.BodyHandlers.ofString());
    Client.expect(answer.statusCode(), answer.body());
    return 0;
  }
}
