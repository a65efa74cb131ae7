package atoll.moray.example;

import atoll.fast.json.Json;
import atoll.kit.AtollException;
import atoll.kit.Fault;
import atoll.moray.Batch;
import atoll.moray.BatchResult;
import atoll.moray.Etag;
import atoll.moray.MorayClient;
import atoll.moray.MorayErrorKind;
import atoll.moray.MorayException;
import atoll.moray.MorayOptions;
import java.io.PrintWriter;
import java.util.List;

/// Shows what etags do in a batch: without one, a put takes the place of whatever is there; with
/// the right ones all puts go through; with one that is wrong, none does.
final class BatchOfPuts {

  private static final List<String> KEYS = List.of("batch-1", "batch-2", "batch-3");

  private BatchOfPuts() {}

  static void run(MorayClient client, List<String> words, PrintWriter out) {
    String bucket = words.getFirst();

    List<Etag> first = put(client, bucket, "first", List.of());
    out.println("without etags: " + first);

    List<Etag> second = put(client, bucket, "second", first);
    out.println("with the right etags: " + second);

    List<Etag> oneWrong = List.of(second.get(0), first.get(1), second.get(2));
    try {
      put(client, bucket, "third", oneWrong);
      throw new AtollException(Fault.CORRUPT, "a batch with a wrong etag was taken");
    } catch (MorayException refused) {
      if (refused.kind() != MorayErrorKind.ETAG_CONFLICT) {
        throw refused;
      }
      out.println("with a wrong one: " + refused.error().message());
    }

    for (String key : KEYS) {
      client
          .getObject(bucket, key, MorayOptions.NONE)
          .ifPresent(object -> out.println(key + " " + object.etag() + " " + object.value()));
    }
  }

  /// Puts all keys at once.
  ///
  /// @param expected the etag of each; none at all to take any
  private static List<Etag> put(
      MorayClient client, String bucket, String round, List<Etag> expected) {
    Batch batch = new Batch();
    for (int i = 0; i < KEYS.size(); i++) {
      MorayOptions options =
          expected.isEmpty() ? MorayOptions.NONE : MorayOptions.NONE.ifEtag(expected.get(i));
      Json value = Json.object("round", Json.text(round + " " + i));
      batch.put(bucket, KEYS.get(i), value, options);
    }
    return client.batch(batch, MorayOptions.NONE).stream()
        .map(BatchResult::etag)
        .map(etag ->
            etag.orElseThrow(
                () -> new AtollException(Fault.CORRUPT, "a put was answered without an etag")))
        .toList();
  }
}
