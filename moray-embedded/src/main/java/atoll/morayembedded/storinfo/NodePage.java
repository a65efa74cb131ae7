package atoll.morayembedded.storinfo;

import atoll.fast.json.Json;
import atoll.http.uri.QueryParameters;
import java.util.List;
import java.util.Optional;

/// What is answered when storage nodes are listed. Pure.
sealed interface NodePage {

  /// Some of the nodes.
  ///
  /// @param next the last one, if more follow it
  /// @param limit how many were asked for
  record Found(List<StorageNode> nodes, Optional<String> next, int limit) implements NodePage {
    Json json() {
      return Json.array(nodes.stream().map(StorageNode::json).toList());
    }
  }

  /// The question makes no sense.
  record Refused(String why) implements NodePage {}

  /// The page begins behind the last node there is.
  record Beyond(String after) implements NodePage {}

  /// Cuts a page out.
  ///
  /// @param nodes all of them, in their order
  static NodePage of(List<StorageNode> nodes, QueryParameters query) {
    int limit = StorinfoSettings.USUAL_PAGE;
    Optional<String> after = Optional.empty();
    if (!query.isWellFormed()) {
      return new Refused("the query cannot be read");
    }
    for (QueryParameters.Parameter parameter : query.all()) {
      switch (parameter.name()) {
        case "limit" -> {
          String text = parameter.value();
          limit = text.matches("\\d{1,9}") ? Integer.parseInt(text) : 0;
          if (limit < 1 || limit > StorinfoSettings.LARGEST_PAGE) {
            return new Refused(
                "limit is a number from 1 to %d, not \"%s\""
                    .formatted(StorinfoSettings.LARGEST_PAGE, text));
          }
        }
        case "after_id" -> {
          if (parameter.value().isEmpty()) {
            return new Refused("after_id names no storage node");
          }
          after = Optional.of(parameter.value());
        }
        default -> {
          return new Refused("there is no parameter \"" + parameter.name() + "\"");
        }
      }
    }
    return cut(nodes, after, limit);
  }

  private static NodePage cut(List<StorageNode> nodes, Optional<String> after, int limit) {
    if (after.isPresent()
        && (nodes.isEmpty()
            || StorageNode.ORDER.compare(after.get(), nodes.getLast().storageId()) > 0)) {
      return new Beyond(after.get());
    }
    List<StorageNode> rest =
        nodes.stream()
            .filter(node ->
                after.isEmpty() || StorageNode.ORDER.compare(node.storageId(), after.get()) > 0)
            .toList();
    List<StorageNode> page = rest.subList(0, Math.min(limit, rest.size()));
    Optional<String> next =
        rest.size() > limit ? Optional.of(page.getLast().storageId()) : Optional.empty();
    return new Found(page, next, limit);
  }
}
