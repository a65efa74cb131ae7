package atoll.volumeserver.replay;

import atoll.volumeserver.replay.CallScenario.Act;
import atoll.volumeserver.replay.CallScenario.Call;
import io.grpc.ManagedChannel;
import io.grpc.netty.NettyChannelBuilder;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Plays calls against servers, and compares or keeps what they answer. Confined to one thread.
final class CallReplay implements AutoCloseable {

  /// What stands for something else in a text.
  private static final Pattern NAME = Pattern.compile("(?<!\\\\)\\\\\\(([^)]*)\\)");

  private static final Map<String, String> KINDS =
      Map.of("number", "-?[0-9]+(?:\\.[0-9]+)?(?:[eE][-+]?[0-9]+)?", "any", ".*?");

  private final Servers servers;
  private final Map<String, ManagedChannel> channels = new HashMap<>();
  private final HttpClient http = HttpClient.newHttpClient();

  CallReplay(Servers servers) {
    this.servers = servers;
  }

  /// Every difference, with the title of its call.
  static List<String> play(CallScenario scenario, Servers servers)
      throws IOException, InterruptedException {
    List<String> differences = new ArrayList<>();
    try (CallReplay replay = new CallReplay(servers)) {
      replay.run(
          scenario,
          (call, found) -> {
            if (!replay.isAsRecorded(call.answers(), found)) {
              differences.add(
                  "%s: %s\n  wanted %s\n  found  %s"
                      .formatted(call.title(), call.method(), call.answers(), found));
            }
          });
    }
    return differences;
  }

  /// Makes all calls.
  ///
  /// @param answered takes each call with what it was answered
  void run(CallScenario scenario, BiConsumer<Call, List<String>> answered)
      throws IOException, InterruptedException {
    for (CallScenario.Step step : scenario.steps()) {
      switch (step) {
        case Act act -> act(act.words());
        case Call call ->
            answered.accept(
                call,
                OneCall.make(
                    channel(call.target()),
                    call.method(),
                    call.requests().stream().map(this::withNames).toList()));
      }
    }
  }

  private ManagedChannel channel(String server) {
    return channels.computeIfAbsent(
        server,
        name ->
            NettyChannelBuilder.forAddress("127.0.0.1", servers.port(name + ".grpc"))
                .usePlaintext()
                .maxInboundMessageSize(Integer.MAX_VALUE)
                .build());
  }

  private String withNames(String text) {
    return NAME.matcher(text)
        .replaceAll(
            name -> Matcher.quoteReplacement(servers.names().getOrDefault(name.group(1), "")));
  }

  private boolean isAsRecorded(List<String> wanted, List<String> found) {
    if (wanted.size() != found.size()) {
      return false;
    }
    for (int i = 0; i < wanted.size(); i++) {
      if (!pattern(wanted.get(i)).matcher(found.get(i)).matches()) {
        return false;
      }
    }
    return true;
  }

  private Pattern pattern(String text) {
    StringBuilder pattern = new StringBuilder();
    Matcher name = NAME.matcher(text);
    int end = 0;
    while (name.find()) {
      pattern.append(Pattern.quote(text.substring(end, name.start())));
      String kind = KINDS.get(name.group(1));
      pattern.append(
          kind == null
              ? Pattern.quote(servers.names().getOrDefault(name.group(1), name.group()))
              : kind);
      end = name.end();
    }
    pattern.append(Pattern.quote(text.substring(end)));
    return Pattern.compile(pattern.toString(), Pattern.DOTALL);
  }

  // ---- beside gRPC ----

  private void act(List<String> words) throws IOException, InterruptedException {
    switch (words.getFirst()) {
      case "put" -> put(words.get(1), words.get(2) + "?ts=1700000000", words.get(3));
      case "manifest" -> put(words.get(1), words.get(2) + "?ts=1700000000&cm=true", words.get(3));
      case "delete" -> delete(words.get(1), words.get(2));
      case "append" -> append(words.get(1), words.get(2), words.get(3));
      default -> throw new IllegalArgumentException(words.toString());
    }
  }

  private URI uri(String server, String path) {
    return URI.create("http://127.0.0.1:" + servers.port(server) + "/" + path);
  }

  private void put(String server, String path, String body)
      throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(uri(server, path))
            .header("Content-Type", "application/octet-stream")
            .POST(HttpRequest.BodyPublishers.ofByteArray(Notation.bytes(body, Map.of())))
            .build();
    require(request, HttpURLConnection.HTTP_CREATED);
  }

  private void delete(String server, String fileId) throws IOException, InterruptedException {
    require(
        HttpRequest.newBuilder(uri(server, fileId)).DELETE().build(),
        HttpURLConnection.HTTP_ACCEPTED);
  }

  private void require(HttpRequest request, int status) throws IOException, InterruptedException {
    int found = http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
    if (found != status) {
      throw new AssertionError(request + " was answered with " + found);
    }
  }

  /// Behind the server's back.
  private void append(String server, String file, String bytes) throws IOException {
    Files.write(
        Path.of(servers.names().get("dir " + server)).resolve(file),
        Notation.bytes(bytes, Map.of()),
        StandardOpenOption.APPEND);
  }

  @Override
  public void close() {
    channels.values().forEach(ManagedChannel::shutdownNow);
    http.close();
  }
}
