package atoll.moray;

import atoll.fast.json.Json;
import atoll.moray.filter.Filter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Writes that happen together or not at all, in this order. Each has options of its own: a wrong
/// etag of one refuses them all.
///
/// Two batches that write the same objects in different orders may wait for each other until the
/// server ends one of them; keep one order.
///
/// Confined to its caller.
public final class Batch {

  private final List<Json> requests = new ArrayList<>();

  public Batch put(String bucket, String key, Json value, MorayOptions options) {
    Map<String, Json> request = request("put", bucket, options);
    request.put("key", Json.text(key));
    request.put("value", MorayClient.checkedObject("value", value));
    return add(request);
  }

  /// Changes some fields of all objects that match; see [MorayClient#updateObjects].
  public Batch update(String bucket, Json fields, Filter filter, MorayOptions options) {
    Map<String, Json> request = request("update", bucket, options);
    request.put("fields", MorayClient.checkedObject("fields", fields));
    request.put("filter", Json.text(filter.text()));
    return add(request);
  }

  public Batch delete(String bucket, String key, MorayOptions options) {
    Map<String, Json> request = request("delete", bucket, options);
    request.put("key", Json.text(key));
    return add(request);
  }

  /// Deletes all objects that match; see [MorayClient#deleteMany].
  public Batch deleteMany(String bucket, Filter filter, MorayOptions options) {
    Map<String, Json> request = request("deleteMany", bucket, options);
    request.put("filter", Json.text(filter.text()));
    return add(request);
  }

  private static Map<String, Json> request(String operation, String bucket, MorayOptions options) {
    Map<String, Json> request = new LinkedHashMap<>();
    request.put("operation", Json.text(operation));
    request.put("bucket", Json.text(bucket));
    request.put("options", options.json());
    return request;
  }

  private Batch add(Map<String, Json> request) {
    requests.add(Json.object(request));
    return this;
  }

  public int size() {
    return requests.size();
  }

  Json json() {
    return Json.array(requests);
  }
}
