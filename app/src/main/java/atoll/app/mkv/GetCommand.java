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
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `mkv get KEY FILE`.
@Command(name = "get", description = "Writes the value of a key to a file.")
final class GetCommand implements Callable<Integer> {

  private static final String STANDARD_OUTPUT = "-";

  @Spec private CommandSpec spec;
  @Mixin private Client client;
  @Mixin private Output output;

  @Parameters(index = "0", paramLabel = "KEY", description = "The key.")
  private String key = "";

  @Parameters(
      index = "1",
      arity = "0..1",
      paramLabel = "FILE",
      defaultValue = STANDARD_OUTPUT,
      description = "The file; - for standard output (${DEFAULT-VALUE}).")
  private String file = "";

  @Override
  public Integer call() {
    if (output.isJson() && file.equals(STANDARD_OUTPUT)) {
      throw new ParameterException(
          spec.commandLine(), "--json tells of a file, so name one for the value");
    }
    HttpResponse<InputStream> answer =
        client.send(
            HttpRequest.newBuilder(client.address(key)).GET(),
            HttpResponse.BodyHandlers.ofInputStream());
    long bytes;
    try (InputStream in = answer.body()) {
      if (answer.statusCode() != 200) {
        Client.expect(answer.statusCode(), new String(in.readAllBytes(), StandardCharsets.UTF_8));
      }
      bytes = write(in);
    } catch (IOException broken) {
      throw new AtollException(Fault.IO, "the value broke off: " + broken, broken);
    }
    if (output.isJson()) {
      spec.commandLine()
          .getOut()
          .println(
              new Output.Facts().with("key", key).with("file", file).with("bytes", bytes).toJson());
    }
    return 0;
  }

  private long write(InputStream in) throws IOException {
    if (file.equals(STANDARD_OUTPUT)) {
      long bytes = in.transferTo(System.out);
      System.out.flush();
      return bytes;
    }
    try (OutputStream out = Files.newOutputStream(Path.of(file))) {
      return in.transferTo(out);
    }
  }
}
