package atoll.morayembedded.call;

import atoll.fast.json.Json;
import atoll.fast.json.JsonKind;
import atoll.morayembedded.store.BatchOperation;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The operations of a batch as they are sent.
final class BatchRequests {

  /// Operations of one batch.
  static final int MOST = 10_000;

  private BatchRequests() {}

  /// Reads them; empty if one of them makes no sense.
  ///
  /// @param options of the whole request, which go before those of an operation
  static Optional<List<BatchOperation>> parse(Json requests, Json options) {
    List<BatchOperation> operations = new ArrayList<>();
    for (Json request : requests.elements()) {
      Optional<BatchOperation> operation = operation(request, options);
      if (operation.isEmpty() || operations.size() == MOST) {
        return Optional.empty();
      }
      operations.add(operation.get());
    }
    return Optional.of(operations);
  }

  private static Optional<BatchOperation> operation(Json request, Json options) {
    Optional<String> bucket = text(request, "bucket");
    Json own = request.member("options").filter(each -> !each.isNull()).orElse(Json.EMPTY_OBJECT);
    if (bucket.isEmpty() || own.kind() != JsonKind.OBJECT) {
      return Optional.empty();
    }
    String name = request.member("operation").map(BatchRequests::name).orElse("put");
    Optional<RequestOptions> merged =
        RequestOptions.parse(merged(own, options, name.equals("delete")));
    return merged.flatMap(each -> operation(name, bucket.get(), request, each));
  }

  private static String name(Json operation) {
    return operation.asText().orElse("");
  }

  private static Optional<BatchOperation> operation(
      String name, String bucket, Json request, RequestOptions options) {
    return switch (name) {
      case "put" ->
          text(request, "key")
              .flatMap(key ->
                  object(request, "value")
                      .map(value ->
                          new BatchOperation.Put(
                              bucket, key, value, options.condition(), options.vnode())));
      case "update" ->
          text(request, "filter")
              .flatMap(filter ->
                  object(request, "fields")
                      .map(fields ->
                          new BatchOperation.Update(bucket, fields, filter, options.page())));
      case "delete" ->
          text(request, "key")
              .map(key -> new BatchOperation.Delete(bucket, key, options.condition()));
      case "deleteMany" ->
          text(request, "filter")
              .map(filter -> new BatchOperation.DeleteMany(bucket, filter, options.page()));
      default -> Optional.empty();
    };
  }

  /// The options of the whole request go before those of an operation, but for `headers`, and for
  /// `etag` of a deletion.
  private static Json merged(Json own, Json whole, boolean keepsEtag) {
    Map<String, Json> members = new LinkedHashMap<>(own.members());
    whole
        .members()
        .forEach((name, value) -> {
          boolean keeps = name.equals("headers") || (keepsEtag && name.equals("etag"));
          if (!keeps || !members.containsKey(name)) {
            members.put(name, value);
          }
        });
    return Json.object(members);
  }

  private static Optional<String> text(Json request, String name) {
    return request.member(name).flatMap(Json::asText).filter(text -> !text.isEmpty());
  }

  private static Optional<Json> object(Json request, String name) {
    return request.member(name).filter(value -> value.kind() == JsonKind.OBJECT);
  }
}
