package atoll.moray;

import atoll.fast.json.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/// What one write of a batch did.
///
/// @param key of a single object
/// @param etag the state of what was written; empty after a delete
/// @param count how many objects an update or a delete by filter met
/// @param filter which objects those were
public record BatchResult(
    String bucket,
    Optional<String> key,
    Optional<Etag> etag,
    OptionalLong count,
    Optional<String> filter) {

  /// All results in the order of the batch.
  static List<BatchResult> listOf(Answer answer) {
    Json etags =
        answer.present("etags").orElseThrow(() -> answer.senseless("has no member \"etags\""));
    List<BatchResult> results = new ArrayList<>();
    for (Json one : etags.elements()) {
      results.add(of(new Answer(answer.exchange(), one)));
    }
    return List.copyOf(results);
  }

  private static BatchResult of(Answer one) {
    return new BatchResult(
        one.text("bucket"),
        one.present("key").map(_ -> one.text("key")),
        one.present("etag").map(_ -> one.etag("etag")),
        one.number("count"),
        one.present("filter").map(_ -> one.text("filter")));
  }
}
