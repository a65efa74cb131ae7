package atoll.moray;

import atoll.fast.json.Json;
import atoll.fast.json.JsonKind;
import atoll.kit.AtollException;
import atoll.kit.Check;
import atoll.kit.Fault;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/// What a call wants besides its arguments. A server passes over what does not concern the call.
///
/// Immutable.
public final class MorayOptions {

  public static final MorayOptions NONE = new MorayOptions(Map.of());

  private static final String REQUEST_ID = "req_id";
  private static final String ETAG = "etag";
  private static final String HEADERS = "headers";
  private static final String LIMIT = "limit";
  private static final String NO_LIMIT = "noLimit";
  private static final String NO_CACHE = "noCache";
  private static final String SORT = "sort";
  private static final String TIMEOUT = "timeout";

  private final Map<String, Json> members;

  private MorayOptions(Map<String, Json> members) {
    this.members = members;
  }

  /// Options as an object that somebody has written.
  ///
  /// @throws AtollException `BAD_INPUT` if it is none
  public static MorayOptions of(Json object) {
    if (object.kind() != JsonKind.OBJECT) {
      throw new AtollException(
          Fault.BAD_INPUT, "options are a JSON object, such as {\"limit\":10}, not " + object);
    }
    return new MorayOptions(object.members());
  }

  /// The same options and one more, whose name on the wire is given.
  public MorayOptions with(String name, Json value) {
    Map<String, Json> more = new LinkedHashMap<>(members);
    more.put(name, value);
    return new MorayOptions(more);
  }

  // ---- of all calls ----

  /// By what name logs of the server know the request; otherwise one is drawn.
  public MorayOptions requestId(UUID id) {
    return with(REQUEST_ID, Json.text(id.toString()));
  }

  /// How long the server may take. The client gives up a little later, at its grace's end.
  public MorayOptions timeout(Duration most) {
    Check.that(most.toMillis() > 0, "a call takes at least a millisecond");
    return with(TIMEOUT, Json.number(most.toMillis()));
  }

  Optional<Duration> timeout() {
    return Optional.ofNullable(members.get(TIMEOUT))
        .filter(value -> value.asLong().isPresent() && value.asLong().getAsLong() > 0)
        .map(value -> Duration.ofMillis(value.asLong().getAsLong()));
  }

  // ---- of writes ----

  /// Writes only if the object is in that state; otherwise the call is refused as
  /// [MorayErrorKind#ETAG_CONFLICT].
  public MorayOptions ifEtag(Etag etag) {
    return with(ETAG, Json.text(etag.text()));
  }

  /// Writes only if there is no such object.
  public MorayOptions ifAbsent() {
    return with(ETAG, Json.NULL);
  }

  /// Hands something on to the bucket's triggers.
  public MorayOptions header(String name, Json value) {
    Map<String, Json> headers = new LinkedHashMap<>();
    Json before = members.get(HEADERS);
    if (before != null) {
      headers.putAll(before.members());
    }
    headers.put(name, value);
    return with(HEADERS, Json.object(headers));
  }

  boolean hasEtag() {
    return members.containsKey(ETAG);
  }

  // ---- of searches ----

  /// How many objects at most. A server that is told nothing stops at 1000.
  public MorayOptions limit(int most) {
    Check.that(most > 0, "servers take a limit of 0 for none");
    return without(NO_LIMIT).with(LIMIT, Json.number(most));
  }

  /// All objects, however many.
  public MorayOptions noLimit() {
    return without(LIMIT).with(NO_LIMIT, Json.TRUE);
  }

  /// How many objects are passed over first.
  public MorayOptions offset(int count) {
    Check.that(count >= 0, "nothing is passed over twice");
    return with("offset", Json.number(count));
  }

  /// In which order; called again, it says what decides among equals.
  public MorayOptions sort(String attribute, SortOrder order) {
    Map<String, Json> key = new LinkedHashMap<>();
    key.put("attribute", Json.text(attribute));
    key.put("order", Json.text(order.wireName()));
    Json before = members.get(SORT);
    List<Json> keys = new ArrayList<>();
    if (before != null) {
      before.elements().forEach(keys::add);
    }
    keys.add(Json.object(key));
    return with(SORT, Json.array(keys));
  }

  /// Does not count what matches, which costs the server a query.
  public MorayOptions noCount() {
    return with("no_count", Json.TRUE);
  }

  /// Answers the SQL that would be run instead of running it.
  MorayOptions sqlOnly() {
    return with("sql_only", Json.TRUE);
  }

  /// Refuses a filter that names an attribute without an index.
  public MorayOptions requireIndexes() {
    return with("requireIndexes", Json.TRUE);
  }

  /// Refuses a filter whose index is being built.
  public MorayOptions requireOnlineReindexing() {
    return with("requireOnlineReindexing", Json.TRUE);
  }

  // ---- of caches ----

  /// Lets the server answer from its memory of objects, which may be half a minute old. Without
  /// this, a single object is always asked of the database.
  public MorayOptions cached() {
    return with(NO_CACHE, Json.FALSE);
  }

  MorayOptions uncached() {
    return with(NO_CACHE, Json.TRUE);
  }

  /// Asks the database and not the server's memory of buckets.
  public MorayOptions noBucketCache() {
    return with("noBucketCache", Json.TRUE);
  }

  // ---- of buckets ----

  /// Does not note that rows of a changed bucket want their new indexes filled.
  public MorayOptions noReindex() {
    return with("no_reindex", Json.TRUE);
  }

  private MorayOptions without(String name) {
    if (!members.containsKey(name)) {
      return this;
    }
    Map<String, Json> fewer = new LinkedHashMap<>(members);
    fewer.remove(name);
    return new MorayOptions(fewer);
  }

  /// These options where they say something, the others where they do not.
  MorayOptions over(MorayOptions others) {
    Map<String, Json> both = new LinkedHashMap<>(others.members);
    both.putAll(members);
    return new MorayOptions(both);
  }

  /// What is sent.
  public Json json() {
    return Json.object(members);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof MorayOptions options && members.equals(options.members);
  }

  @Override
  public int hashCode() {
    return members.hashCode();
  }

  @Override
  public String toString() {
    return json().toString();
  }
}
