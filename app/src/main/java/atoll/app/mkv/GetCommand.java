package atoll.app.mkv;

import atoll.kit.AtollException;
import atoll.kit.Fault;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
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
    long bytes;
    try (Target target = new Target(file)) {
      HttpResponse<String> answer = client.read(key, info -> receive(info, target));
      Client.expect(answer.statusCode(), answer.body());
      bytes = target.bytes;
    } catch (IOException | UncheckedIOException broken) {
      throw new AtollException(Fault.IO, "cannot write " + file + ": " + broken, broken);
    }
    if (output.isJson()) {
      spec.commandLine()
          .getOut()
          .println(
              new Output.Facts().with("key", key).with("file", file).with("bytes", bytes).toJson());
    }
    return 0;
  }

  /// A value goes to the target as it comes; what is told instead of one is a text.
  private static HttpResponse.BodySubscriber<String> receive(
      HttpResponse.ResponseInfo info, Target target) {
    return info.statusCode() == 200
        ? HttpResponse.BodySubscribers.mapping(
            HttpResponse.BodySubscribers.ofByteArrayConsumer(target::take), _ -> "")
        : HttpResponse.BodySubscribers.ofString(StandardCharsets.UTF_8);
  }

  /// Where a value goes, opened when there is one. Confined to one answer.
  private static final class Target implements AutoCloseable {

    private final String file;
    private OutputStream out = OutputStream.nullOutputStream();
    private boolean open;
    private long bytes;

    Target(String file) {
      this.file = file;
    }

    /// A piece, or the end.
    void take(Optional<byte[]> piece) {
      try {
        if (!open) {
          out = file.equals(STANDARD_OUTPUT) ? System.out : Files.newOutputStream(Path.of(file));
          open = true;
        }
        if (piece.isPresent()) {
          out.write(piece.get());
          bytes += piece.get().length;
        }
      } catch (IOException failed) {
        throw new UncheckedIOException(failed);
      }
    }

    @Override
    public void close() throws IOException {
      out.flush();
      if (!file.equals(STANDARD_OUTPUT)) {
        out.close();
      }
    }
  }
}
