package atoll.bench.fast;

import atoll.sim.net.FreePorts;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// node-fast's `fastbench` against its own `fastserve`. Confined to the thread that measures.
final class NodeLoad implements AutoCloseable {

  private static final Pattern THROUGHPUT = Pattern.compile("request throughput:\\s+(\\d+)");
  private static final Pattern RUNTIME = Pattern.compile("total runtime:\\s+([0-9.]+)s");
  private static final int SECONDS = 60;

  private final @Nullable Path folder;
  private final @Nullable Process server;
  private final int port;

  private NodeLoad(@Nullable Path folder) throws IOException, InterruptedException {
    this.folder = folder;
    this.port = FreePorts.one();
    this.server =
        folder == null ? null : start(folder, "fastserve", "-p", port, "-m", FreePorts.one());
    if (folder != null) {
      awaitPort();
    }
  }

  /// One that does nothing where NODE_FAST is not set.
  static NodeLoad ifNamed() throws IOException, InterruptedException {
    String named = System.getenv("NODE_FAST");
    if (named == null || named.isBlank()) {
      return new NodeLoad(null);
    }
    for (Path folder : List.of(Path.of(named), Path.of(named, "node_modules", "fast"))) {
      if (Files.isRegularFile(folder.resolve("bin").resolve("fastbench"))) {
        return new NodeLoad(folder);
      }
    }
    throw new IOException("NODE_FAST=" + named + " has no bin/fastbench");
  }

  boolean isThere() {
    return folder != null;
  }

  double perSecond(int inFlight) throws IOException, InterruptedException {
    if (folder == null) {
      throw new IllegalStateException("node-fast is not there");
    }
    int requests = inFlight == 1 ? 25 : 8000;
    Process process =
        start(
            folder,
            "fastbench",
            "-c",
            inFlight,
            "-n",
            requests,
            "-k",
            FreePorts.one(),
            "-p",
            FreePorts.one(),
            "sync",
            "127.0.0.1",
            port);
    String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    Matcher runtime = RUNTIME.matcher(printed);
    if (!process.waitFor(SECONDS, TimeUnit.SECONDS)
        || process.exitValue() != 0
        || !THROUGHPUT.matcher(printed).find()
        || !runtime.find()) {
      throw new IOException("fastbench of NODE_FAST failed:\n" + printed);
    }
    return requests / Double.parseDouble(runtime.group(1));
  }

  private static Process start(Path folder, String program, Object... arguments)
      throws IOException {
    List<String> command =
        new ArrayList<>(
            List.of("node", "--no-deprecation", folder.resolve("bin").resolve(program).toString()));
    for (Object argument : arguments) {
      command.add(argument.toString());
    }
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD);
    builder.environment().put("LOG_LEVEL", "fatal");
    return builder.start();
  }

  private void awaitPort() throws IOException, InterruptedException {
    for (int attempt = 0; attempt < 200; attempt++) {
      try (Socket socket = new Socket()) {
        socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1000);
        return;
      } catch (IOException notYet) {
        Thread.sleep(50);
      }
    }
    throw new IOException("fastserve of NODE_FAST does not answer");
  }

  @Override
  public void close() {
    if (server != null) {
      server.destroy();
    }
  }
}
