package atoll.morayembedded.bucket;

import atoll.fast.json.Json;
import atoll.fast.json.JsonKind;
import atoll.moray.MorayErrorKind;
import atoll.morayembedded.error.Refusal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;

/// What a client says a bucket shall be.
///
/// @param indexes in their order
/// @param indexText `index` as it came
/// @param pre triggers as they came; kept and never run
/// @param post as `pre`
/// @param options as they came
/// @param version 0 if the bucket is not versioned
/// @param guaranteesOrder whether writers of the bucket are kept in a row
public record BucketConfig(
    List<Index> indexes,
    Json indexText,
    Json pre,
    Json post,
    Json options,
    long version,
    boolean guaranteesOrder) {

  /// Index columns of one bucket; a table of PostgreSQL has at most 1600 columns.
  public static final int MAX_INDEXES = 1000;

  public BucketConfig {
    indexes = List.copyOf(indexes);
  }

  /// Reads a configuration.
  ///
  /// @throws Refusal `InvalidBucketConfigError` naming what is wrong
  public static BucketConfig parse(String bucket, Json config) {
    Json index = member(bucket, config, "index", JsonKind.OBJECT, Json.EMPTY_OBJECT);
    Json pre = member(bucket, config, "pre", JsonKind.ARRAY, Json.EMPTY_ARRAY);
    Json post = member(bucket, config, "post", JsonKind.ARRAY, Json.EMPTY_ARRAY);
    Json options = member(bucket, config, "options", JsonKind.OBJECT, Json.EMPTY_OBJECT);
    if (options.member("trackModification").filter(Json.TRUE::equals).isPresent()) {
      throw wrong(bucket, "options.trackModification is not supported");
    }
    return new BucketConfig(
        indexes(bucket, index),
        index,
        pre,
        post,
        options,
        version(bucket, options),
        options.member("guaranteeOrder").filter(Json.TRUE::equals).isPresent());
  }

  private static Json member(String bucket, Json config, String name, JsonKind kind, Json usual) {
    Optional<Json> found = config.member(name).filter(value -> !value.isNull());
    if (found.isPresent() && found.get().kind() != kind) {
      throw wrong(bucket, name + " should be an " + kind.name().toLowerCase(Locale.ROOT));
    }
    return found.orElse(usual).detached();
  }

  private static long version(String bucket, Json options) {
    Optional<Json> version = options.member("version");
    OptionalLong number = version.isEmpty() ? OptionalLong.of(0) : version.get().asLong();
    if (number.isEmpty() || number.getAsLong() < 0 || number.getAsLong() > Integer.MAX_VALUE) {
      throw wrong(bucket, "options.version should be a whole number from 0 to 2147483647");
    }
    return number.getAsLong();
  }

  private static List<Index> indexes(String bucket, Json index) {
    List<Index> indexes = new ArrayList<>();
    for (String name : index.members().keySet()) {
      Index read = index(bucket, name, index.member(name).orElseThrow());
      if (indexes.stream().anyMatch(other -> other.column().equals(read.column()))) {
        throw wrong(bucket, "two indexes share the column " + read.column());
      }
      indexes.add(read);
    }
    if (indexes.size() > MAX_INDEXES) {
      throw wrong(bucket, "more than " + MAX_INDEXES + " indexes");
    }
    return indexes;
  }

  private static Index index(String bucket, String name, Json definition) {
    if (!BucketNames.isIndexName(name)) {
      throw wrong(bucket, "\"" + name + "\" is not a valid index name");
    }
    String word = definition.member("type").flatMap(Json::asText).orElse("");
    boolean array = word.startsWith("[") && word.endsWith("]") && word.length() > 2;
    IndexType type =
        IndexType.named(array ? word.substring(1, word.length() - 1) : word)
            .orElseThrow(() ->
                wrong(bucket, "index " + name + " has a type that is none: \"" + word + "\""));
    boolean unique = definition.member("unique").filter(Json.TRUE::equals).isPresent();
    return new Index(name, type, array, unique);
  }

  private static Refusal wrong(String bucket, String why) {
    return new Refusal(
        MorayErrorKind.INVALID_BUCKET_CONFIG,
        "the configuration of " + bucket + " is invalid: " + why);
  }
}
