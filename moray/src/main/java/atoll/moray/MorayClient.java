package atoll.moray;

import atoll.cueball.Pool;
import atoll.cueball.PoolStatistics;
import atoll.cueball.Resolver;
import atoll.cueball.StaticResolver;
import atoll.fast.CallOptions;
import atoll.fast.FastClient;
import atoll.fast.codec.Protocol;
import atoll.fast.codec.Values;
import atoll.fast.json.Json;
import atoll.fast.json.JsonKind;
import atoll.kit.AtollException;
import atoll.kit.Check;
import atoll.kit.Deadline;
import atoll.kit.Fault;
import atoll.kit.net.Endpoint;
import atoll.moray.filter.Filter;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/// Calls moray over a pool of connections, which its servers' places are found for by a resolver:
/// fixed ones, or those of `_moray._tcp` in DNS.
///
/// Each call takes a connection of its own for as long as its answer lasts; with none free it waits
/// for one, and is `BUSY` in the end. A connection whose answer did not come to its end is closed
/// and never used again.
///
/// Nothing is done twice: a call that failed may have taken effect, unless it is a
/// [MorayException].
///
/// Every method throws [MorayException] if the server refuses the call, and [AtollException] if
/// there is no answer (`UNREACHABLE`, `TIMEOUT`, `BUSY`, `CLOSED`, `CANCELLED`) or none that makes
/// sense (`CORRUPT`).
///
/// Shared (its pool is).
public final class MorayClient implements AutoCloseable {

  private final MoraySeams seams;
  private final MorayLimits limits;
  private final Pool<FastClient> pool;

  private MorayClient(MoraySeams seams, MorayLimits limits, Pool<FastClient> pool) {
    this.seams = seams;
    this.limits = limits;
    this.pool = pool;
  }

  /// Begins to connect to wherever the resolver says; returns at once.
  ///
  /// @param name what events and metrics call the pool
  /// @param protocol servers answer in either; those of old take the first one alone
  public static MorayClient start(
      String name, MoraySeams seams, MorayLimits limits, Resolver resolver, Protocol protocol) {
    MorayConnector connector = new MorayConnector(seams, limits.fast(), protocol);
    return new MorayClient(
        seams, limits, Pool.start(name, seams.pool(), limits.pool(), resolver, connector));
  }

  /// As the other one, in the second version of the protocol.
  public static MorayClient start(
      String name, MoraySeams seams, MorayLimits limits, Resolver resolver) {
    return start(name, seams, limits, resolver, Protocol.V2);
  }

  /// A client of one server.
  public static MorayClient at(Endpoint server, MoraySeams seams, MorayLimits limits) {
    return start("moray " + server, seams, limits, new StaticResolver(server));
  }

  // ---- buckets ----

  /// All buckets.
  public Rows<Bucket> listBuckets(MorayOptions options) {
    return new Rows<>(stream("listBuckets", options, sent(options)), Bucket::of);
  }

  /// The bucket of that name; empty if there is none.
  public Optional<Bucket> getBucket(String name, MorayOptions options) {
    return unlessMissing(
        MorayErrorKind.BUCKET_NOT_FOUND,
        () -> one("getBucket", options, Bucket::of, sent(options), Json.text(name)));
  }

  /// Sets up a bucket that is not there yet.
  public void createBucket(String name, BucketConfig config, MorayOptions options) {
    none("createBucket", options, Json.text(name), config.json(), sent(options));
  }

  /// Sets up a bucket anew; its version must be above the stored one, or 0.
  public void updateBucket(String name, BucketConfig config, MorayOptions options) {
    none("updateBucket", options, Json.text(name), config.json(), sent(options));
  }

  /// Creates the bucket, or updates it unless it has that version already.
  ///
  /// @return whether the server was told anything
  public boolean putBucket(String name, BucketConfig config, MorayOptions options) {
    Optional<Bucket> stored = getBucket(name, options.noBucketCache());
    if (stored.isEmpty()) {
      createBucket(name, config, options);
      return true;
    }
    long version = stored.get().config().version();
    if (version != 0 && version == config.version()) {
      return false;
    }
    updateBucket(name, config, options);
    return true;
  }

  /// Deletes a bucket with all that is in it.
  ///
  /// @return whether there was one
  public boolean deleteBucket(String name, MorayOptions options) {
    return unlessMissing(
            MorayErrorKind.BUCKET_NOT_FOUND,
            () -> {
              none("delBucket", options, Json.text(name), sent(options));
              return true;
            })
        .orElse(false);
  }

  // ---- single objects ----

  /// Writes an object, new or not, unless the options say in which state it must be.
  ///
  /// @param value a JSON object
  /// @return its state now
  public Etag putObject(String bucket, String key, Json value, MorayOptions options) {
    return one(
        "putObject",
        options,
        answer -> answer.etag("etag"),
        Json.text(bucket),
        Json.text(key),
        checkedObject("value", value),
        sent(options));
  }

  /// The object under a key; empty if there is none.
  public Optional<MorayObject> getObject(String bucket, String key, MorayOptions options) {
    return unlessMissing(
        MorayErrorKind.OBJECT_NOT_FOUND,
        () ->
            one(
                "getObject",
                options,
                MorayObject::of,
                Json.text(bucket),
                Json.text(key),
                sent(options.over(MorayOptions.NONE.uncached()))));
  }

  /// Deletes an object.
  ///
  /// @return whether there was one
  public boolean deleteObject(String bucket, String key, MorayOptions options) {
    return unlessMissing(
            MorayErrorKind.OBJECT_NOT_FOUND,
            () -> {
              any("delObject", options, Json.text(bucket), Json.text(key), sent(options));
              return true;
            })
        .orElse(false);
  }

  // ---- objects that match ----

  /// The objects that match, in no order unless the options say one. Servers stop at 1000 objects
  /// without a word, unless the options say a limit or none.
  public Rows<MorayObject> findObjects(String bucket, Filter filter, MorayOptions options) {
    return new Rows<>(
        stream("findObjects", options, Json.text(bucket), Json.text(filter.text()), sent(options)),
        MorayObject::of);
  }

  /// What the server would ask its database for [#findObjects]: an object with `query` and `args`.
  public Json explain(String bucket, Filter filter, MorayOptions options) {
    return one(
        "findObjects",
        options,
        Answer::json,
        Json.text(bucket),
        Json.text(filter.text()),
        sent(options.sqlOnly()));
  }

  /// How many objects match.
  public long countObjects(String bucket, Filter filter, MorayOptions options) {
    try (Rows<MorayObject> first = findObjects(bucket, filter, options.limit(1))) {
      long count = 0;
      for (Optional<MorayObject> one = first.next(); one.isPresent(); one = first.next()) {
        count = one.get().count();
      }
      return count;
    }
  }

  /// Changes fields that have an index in all objects that match, and leaves the rest of them as it
  /// is. Servers stop at 1000 objects, unless the options say a limit or none.
  ///
  /// @param fields a JSON object
  public Updated updateObjects(String bucket, Json fields, Filter filter, MorayOptions options) {
    return one(
        "updateObjects",
        options,
        Updated::of,
        Json.text(bucket),
        checkedObject("fields", fields),
        Json.text(filter.text()),
        sent(options));
  }

  /// Deletes all objects that match. Servers stop at 1000 objects, unless the options say a limit
  /// or none.
  ///
  /// @return how many were deleted
  public long deleteMany(String bucket, Filter filter, MorayOptions options) {
    return one(
        "deleteMany",
        options,
        answer -> answer.requiredNumber("count"),
        Json.text(bucket),
        Json.text(filter.text()),
        sent(options));
  }

  /// Fills indexes that came with a newer version of the bucket, for some objects. To be called
  /// until nothing is left.
  ///
  /// @param count how many objects at most
  public Reindexed reindexObjects(String bucket, int count, MorayOptions options) {
    Check.that(count > 0, "a step of reindexing looks at an object at least");
    return one(
        "reindexObjects",
        options,
        Reindexed::of,
        Json.text(bucket),
        Json.number(count),
        sent(options));
  }

  // ---- all at once, and beside all ----

  /// Does all writes of a batch, or none.
  ///
  /// @param options of all of them; no etag may be among these, because servers would let it take
  ///   the place of the etag of every single write
  /// @return one result for each write, in their order
  /// @throws AtollException `BAD_INPUT` for such an etag or an empty batch, `TOO_LARGE` for more
  ///   writes than [MorayLimits#batchCount]
  public List<BatchResult> batch(Batch batch, MorayOptions options) {
    if (options.hasEtag()) {
      throw new AtollException(
          Fault.BAD_INPUT,
          "the options of a whole batch name an etag, which would take the place of the etag of"
              + " every write in it; give it to the write that it belongs to");
    }
    if (batch.size() == 0) {
      throw new AtollException(Fault.BAD_INPUT, "a batch without a write; add one");
    }
    if (batch.size() > limits.batchCount()) {
      throw new AtollException(
          Fault.TOO_LARGE,
          "a batch of %d writes, at most %d are sent; split it or raise moray.batch.count"
              .formatted(batch.size(), limits.batchCount()));
    }
    return one("batch", options, BatchResult::listOf, batch.json(), sent(options));
  }

  /// Rows of a statement as the database's driver gives them: columns under their names in the
  /// database, whole numbers of 64 bits perhaps as text, `_value` as text.
  ///
  /// @param values what `$1`, `$2` and so on stand for
  public Rows<Json> sql(String statement, List<String> values, MorayOptions options) {
    return new Rows<>(
        stream(
            "sql",
            options,
            Json.text(statement),
            Json.array(values.stream().map(Json::text).toList()),
            sent(options)),
        Answer::json);
  }

  /// Asks whether a server is there.
  ///
  /// @param deep whether it shall ask its database as well
  public void ping(boolean deep, MorayOptions options) {
    any("ping", options, sent(options.with("deep", Json.bool(deep))));
  }

  /// Which version of moray's calls the server has.
  public long version(MorayOptions options) {
    return one("version", options, answer -> answer.requiredNumber("version"), sent(options));
  }

  // ---- calling ----

  private Json sent(MorayOptions options) {
    return options.over(MorayOptions.NONE.requestId(seams.randomness().nextUuid())).json();
  }

  private Exchange stream(String method, MorayOptions options, Json... arguments) {
    Duration quiet = answerTime(options);
    Duration total = limits.stream().compareTo(quiet) < 0 ? quiet : limits.stream();
    return begin(method, CallOptions.within(total).quietFor(quiet), arguments);
  }

  private Exchange unary(String method, MorayOptions options, Json... arguments) {
    return begin(method, CallOptions.within(answerTime(options)), arguments);
  }

  private Duration answerTime(MorayOptions options) {
    return options.timeout().orElse(limits.query()).plus(limits.grace());
  }

  private Exchange begin(String method, CallOptions time, Json... arguments) {
    return Exchange.begin(pool, new Request(method, Values.of(arguments), time));
  }

  /// A call with exactly one value as its answer.
  private <T> T one(
      String method, MorayOptions options, Rows.Reading<T> reading, Json... arguments) {
    try (Exchange exchange = unary(method, options, arguments)) {
      Json value =
          exchange.next().orElseThrow(() -> exchange.senseless("the answer ended without a value"));
      T read = reading.of(new Answer(exchange, value));
      if (exchange.next().isPresent()) {
        throw exchange.senseless("a second value came where there is one");
      }
      return read;
    }
  }

  /// A call without values as its answer.
  private void none(String method, MorayOptions options, Json... arguments) {
    try (Exchange exchange = unary(method, options, arguments)) {
      exchange
          .next()
          .ifPresent(value -> {
            throw exchange.senseless("a value came where there is none");
          });
    }
  }

  /// A call whose values say nothing.
  private void any(String method, MorayOptions options, Json... arguments) {
    try (Rows<Json> values = new Rows<>(unary(method, options, arguments), Answer::json)) {
      values.forEach(value -> {});
    }
  }

  private static <T> Optional<T> unlessMissing(MorayErrorKind missing, Supplier<T> call) {
    try {
      return Optional.of(call.get());
    } catch (MorayException refused) {
      if (refused.kind() == missing) {
        return Optional.empty();
      }
      throw refused;
    }
  }

  static Json checkedObject(String what, Json json) {
    if (json.kind() != JsonKind.OBJECT) {
      throw new AtollException(
          Fault.BAD_INPUT,
          "a " + what + " that is no JSON object cannot be kept by moray: " + json);
    }
    return json;
  }

  // ---- how it is, and its end ----

  public PoolStatistics statistics() {
    return pool.statistics();
  }

  /// Ends: waits for the answers that are being taken until the deadline, then cuts them off.
  ///
  /// @return whether all had come to their end
  public boolean stop(Deadline deadline) {
    return pool.stop(deadline);
  }

  /// Ends as [#stop] does, waiting as long as the pool's limits say.
  @Override
  public void close() {
    pool.close();
  }
}
