package atoll.moray;

import atoll.fast.json.Json;
import atoll.fast.json.JsonKind;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A bucket as the server keeps it.
///
/// @param mtime when it was set up so, as the server writes it
/// @param reindexing which attributes wait for their index to be filled, by version; empty if none
///   does
public record Bucket(
    String name, BucketConfig config, Optional<String> mtime, Optional<Json> reindexing) {

  /// The server keeps index, triggers and options as texts, and sends them so.
  static Bucket of(Answer answer) {
    Map<String, Index> indexes = new LinkedHashMap<>();
    answer
        .embedded("index", JsonKind.OBJECT)
        .ifPresent(
            all -> all.members().forEach((name, one) -> indexes.put(name, index(answer, one))));
    return new Bucket(
        answer.text("name"),
        new BucketConfig(
            indexes,
            texts(answer, "pre"),
            texts(answer, "post"),
            answer.embedded("options", JsonKind.OBJECT).orElse(Json.EMPTY_OBJECT)),
        answer.present("mtime").map(_ -> answer.text("mtime")),
        answer
            .embedded("reindex_active", JsonKind.OBJECT)
            .filter(versions -> !versions.members().isEmpty()));
  }

  private static Index index(Answer answer, Json one) {
    String type =
        one.member("type")
            .flatMap(Json::asText)
            .filter(text -> !text.isEmpty())
            .orElseThrow(() -> answer.wrong("index", "attributes with a type each"));
    return new Index(type, one.member("unique").equals(Optional.of(Json.TRUE)));
  }

  private static List<String> texts(Answer answer, String member) {
    List<String> texts = new ArrayList<>();
    answer
        .embedded(member, JsonKind.ARRAY)
        .ifPresent(all ->
            all.elements()
                .forEach(one ->
                    texts.add(one.asText().orElseThrow(() -> answer.wrong(member, "texts")))));
    return texts;
  }
}
