package atoll.moray;

import atoll.fast.Invocation;
import atoll.fast.Procedure;
import atoll.fast.Procedures;
import atoll.fast.codec.RemoteError;
import atoll.fast.json.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/// A server that answers each call as it was told, and remembers what it was asked. Shared (guarded
/// by its own lock).
final class ScriptedMoray {

  /// A call as it came.
  record Asked(String method, Json arguments) {}

  private static final List<String> METHODS =
      List.of(
          "createBucket",
          "getBucket",
          "listBuckets",
          "updateBucket",
          "delBucket",
          "putObject",
          "batch",
          "getObject",
          "delObject",
          "findObjects",
          "updateObjects",
          "reindexObjects",
          "deleteMany",
          "sql",
          "ping",
          "version");

  private final Map<String, Procedure> answers = new ConcurrentHashMap<>();
  private final List<Asked> asked = new ArrayList<>();

  /// Answers with these values, each given as JSON.
  ScriptedMoray on(String method, String... values) {
    return on(
        method,
        request -> {
          for (String value : values) {
            request.write(Json.parse(value));
          }
        });
  }

  ScriptedMoray fails(String method, String name, String message, @Nullable String context) {
    return on(
        method,
        request ->
            request.fail(
                new RemoteError(
                    name,
                    message,
                    context == null ? null : Json.parse(context),
                    null,
                    null,
                    null)));
  }

  ScriptedMoray on(String method, Procedure answer) {
    answers.put(method, answer);
    return this;
  }

  Procedures procedures() {
    Procedures all = Procedures.NONE;
    for (String method : METHODS) {
      all = all.with(method, this::answer);
    }
    return all;
  }

  private void answer(Invocation request) {
    synchronized (this) {
      asked.add(new Asked(request.method(), request.arguments().toArray().detached()));
    }
    Procedure answer = answers.get(request.method());
    if (answer != null) {
      answer.answer(request);
    }
  }

  synchronized List<Asked> asked() {
    return List.copyOf(asked);
  }

  /// The arguments of the only call there was of that name.
  Json argumentsOf(String method) {
    List<Asked> found = asked().stream().filter(one -> one.method().equals(method)).toList();
    if (found.size() != 1) {
      throw new AssertionError(method + " was called " + found.size() + " times");
    }
    return found.getFirst().arguments();
  }
}
