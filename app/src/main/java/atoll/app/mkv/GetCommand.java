package atoll.app.mkv;

import atoll.kit.AtollException;
import atoll.kit.Fault;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/// `mkv get KEY FILE`.
@Command(name = "get", description = "Writes the value of a key to a file.")
final class GetCommand implements Callable<Integer> {

  @Mixin private Client client;

  @Parameters(index = "0", paramLabel = "KEY", description = "The key.")
  private String key = "";

  @Parameters(
      index = "1",
      arity = "0..1",
      paramLabel = "FILE",
      defaultValue = "-",
      description = "The file; - for standard output (${DEFAULT-VALUE}).")
  private String file = "";

  @Override
  public Integer call() {
    HttpResponse<InputStream> answer =
        client.send(
            HttpRequest.newBuilder(client.address(key)).GET(),
            HttpResponse.BodyHandlers.ofInputStream());
    try (InputStream in = answer.body()) {
      if (answer.statusCode() != 200) {
        Client.expect(answer.statusCode(), new String(in.readAllBytes(), StandardCharsets.UTF_8));
      }
      write(in);
    } catch (IOException broken) {
      throw new AtollException(Fault.IO, "the value broke off: " + broken, broken);
    }
    return 0;
  }

  private void write(InputStream in) throws IOException {
    if (file.equals("-")) {
      in.transferTo(System.out);
      System.out.flush();
      return;
    }
    try (OutputStream out = Files.newOutputStream(Path.of(file))) {
      in.transferTo(out);
    }
  }
}
