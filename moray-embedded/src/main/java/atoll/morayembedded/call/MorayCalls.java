package atoll.morayembedded.call;

import static atoll.morayembedded.call.ArgumentKind.ARRAY;
import static atoll.morayembedded.call.ArgumentKind.COUNT;
import static atoll.morayembedded.call.ArgumentKind.OBJECT;
import static atoll.morayembedded.call.ArgumentKind.OPTIONS;
import static atoll.morayembedded.call.ArgumentKind.REQUESTS;
import static atoll.morayembedded.call.ArgumentKind.STRING;

import atoll.fast.Invocation;
import atoll.fast.Procedures;
import atoll.fast.codec.RemoteError;
import atoll.fast.json.Json;
import atoll.moray.MorayErrorKind;
import atoll.morayembedded.bucket.Bucket;
import atoll.morayembedded.error.Refusal;
import atoll.morayembedded.statement.ObjectSql;
import atoll.morayembedded.statement.Sql;
import atoll.morayembedded.store.BatchOperation;
import atoll.morayembedded.store.BatchOutcome;
import atoll.morayembedded.store.Store;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/// The calls of moray's protocol over a store.
public final class MorayCalls {

  /// The version of the protocol that `version` tells.
  private static final long VERSION = 2;

  private static final List<String> HANDLED =
      List.of(
          "req_id",
          "limit",
          "offset",
          "sort",
          "noLimit",
          "no_count",
          "sql_only",
          "noBucketCache",
          "timeout",
          "requireOnlineReindexing",
          "requireIndexes");

  private final Store store;
  private Procedures procedures = Procedures.NONE;

  private MorayCalls(Store store) {
    this.store = store;
  }

  /// All calls, for a [atoll.fast.FastServer].
  public static Procedures over(Store store) {
    MorayCalls calls = new MorayCalls(store);
    calls.addBuckets();
    calls.addObjects();
    calls.addOthers();
    return calls.procedures;
  }

  /// What answers a call whose arguments fit.
  private interface Answer {
    void give(Arguments arguments, Invocation to);
  }

  private void add(String route, Answer answer, Signature.Argument... arguments) {
    Signature signature = new Signature(route, List.of(arguments));
    procedures =
        procedures.with(
            route,
            request -> {
              try {
                answer.give(signature.check(request.arguments().toList()), request);
              } catch (Refusal refused) {
                request.fail(error(refused));
              }
            });
  }

  private static RemoteError error(Refusal refused) {
    String message = String.valueOf(refused.getMessage());
    Json context = refused.context();
    return new RemoteError(refused.kind().wireName(), message, context, null, null, null);
  }

  private static Signature.Argument argument(String name, ArgumentKind kind) {
    return new Signature.Argument(name, kind);
  }

  private static Signature.Argument options() {
    return argument("options", OPTIONS);
  }

  // ---- buckets ----

  private void addBuckets() {
    add(
        "createBucket",
        (arguments, to) ->
            store.createBucket(
                arguments.options().timeout(), arguments.text("name"), arguments.value("config")),
        argument("name", STRING),
        argument("config", OBJECT),
        options());
    add(
        "getBucket",
        (arguments, to) ->
            to.write(store.getBucket(arguments.options().timeout(), arguments.text("name")).json()),
        options(),
        argument("name", STRING));
    add(
        "listBuckets",
        (arguments, to) -> {
          for (Bucket bucket : store.listBuckets(arguments.options().timeout())) {
            to.write(bucket.json());
          }
        },
        options());
    add(
        "updateBucket",
        (arguments, to) ->
            store.updateBucket(
                arguments.options().timeout(),
                arguments.text("name"),
                arguments.value("config"),
                arguments.options().reindexes()),
        argument("name", STRING),
        argument("config", OBJECT),
        options());
    add(
        "delBucket",
        (arguments, to) ->
            store.deleteBucket(arguments.options().timeout(), arguments.text("name")),
        argument("name", STRING),
        options());
  }

  // ---- objects ----

  private void addObjects() {
    add(
        "putObject",
        (arguments, to) -> {
          RequestOptions options = arguments.options();
          BatchOperation put =
              new BatchOperation.Put(
                  arguments.text("bucket"),
                  arguments.text("key"),
                  arguments.value("value"),
                  options.condition(),
                  options.vnode());
          if (store.run(options.timeout(), put) instanceof BatchOutcome.Stored stored) {
            to.write(Json.object("etag", Json.text(stored.etag())));
          }
        },
        argument("bucket", STRING),
        argument("key", STRING),
        argument("value", OBJECT),
        options());
    add(
        "getObject",
        (arguments, to) ->
            to.write(
                store
                    .get(
                        arguments.options().timeout(),
                        arguments.text("bucket"),
                        arguments.text("key"))
                    .json(OptionalLong.empty())),
        argument("bucket", STRING),
        argument("key", STRING),
        options());
    add(
        "delObject",
        (arguments, to) -> {
          RequestOptions options = arguments.options();
          var _ =
              store.run(
                  options.timeout(),
                  new BatchOperation.Delete(
                      arguments.text("bucket"), arguments.text("key"), options.condition()));
          to.write(Json.EMPTY_OBJECT);
        },
        argument("bucket", STRING),
        argument("key", STRING),
        options());
    add(
        "findObjects",
        this::find,
        argument("bucket", STRING),
        argument("filter", STRING),
        options());
    add(
        "updateObjects",
        (arguments, to) -> {
          RequestOptions options = arguments.options();
          BatchOperation update =
              new BatchOperation.Update(
                  arguments.text("bucket"),
                  arguments.value("fields"),
                  arguments.text("filter"),
                  options.page());
          if (store.run(options.timeout(), update) instanceof BatchOutcome.Updated updated) {
            to.write(counted(updated.count(), updated.etag()));
          }
        },
        argument("bucket", STRING),
        argument("fields", OBJECT),
        argument("filter", STRING),
        options());
    add(
        "deleteMany",
        (arguments, to) -> {
          RequestOptions options = arguments.options();
          BatchOperation delete =
              new BatchOperation.DeleteMany(
                  arguments.text("bucket"), arguments.text("filter"), options.page());
          if (store.run(options.timeout(), delete) instanceof BatchOutcome.DeletedMany many) {
            to.write(counted(many.count(), null));
          }
        },
        argument("bucket", STRING),
        argument("filter", STRING),
        options());
    add(
        "reindexObjects",
        (arguments, to) -> {
          Store.Reindexed done =
              store.reindex(
                  arguments.options().timeout(),
                  arguments.text("bucket"),
                  arguments.count("count"));
          Map<String, Json> members = new LinkedHashMap<>();
          members.put("processed", Json.number(done.processed()));
          members.put("remaining", Json.number(done.remaining()));
          to.write(Json.object(members));
        },
        argument("bucket", STRING),
        argument("count", COUNT),
        options());
    add("batch", this::batch, argument("requests", REQUESTS), options());
  }

  private static Json counted(int count, @Nullable String etag) {
    Map<String, Json> members = new LinkedHashMap<>();
    members.put("count", Json.number(count));
    if (etag != null) {
      members.put("etag", Json.text(etag));
    }
    return Json.object(members);
  }

  private void find(Arguments arguments, Invocation to) {
    RequestOptions options = arguments.options();
    String bucket = arguments.text("bucket");
    String filter = arguments.text("filter");
    if (options.sendsHandled()) {
      to.write(
          Json.object("_handledOptions", Json.array(HANDLED.stream().map(Json::text).toList())));
    }
    if (options.sqlOnly()) {
      to.write(shown(store.search(options.timeout(), bucket, filter, options.page())));
      return;
    }
    Gathering rows = new Gathering(to);
    store.find(
        options.timeout(),
        bucket,
        filter,
        options.page(),
        options.counts(),
        (object, count) -> rows.accept(object.json(count)));
    rows.send();
  }

  private static Json shown(ObjectSql.Search search) {
    List<Json> parameters = new ArrayList<>();
    for (String parameter : search.rows().parameters()) {
      parameters.add(parameter == null ? Json.NULL : Json.text(parameter));
    }
    Map<String, Json> members = new LinkedHashMap<>();
    members.put("count", Json.text(search.count().text()));
    members.put("query", Json.text(search.rows().text()));
    members.put("args", Json.array(parameters));
    return Json.object(members);
  }

  private void batch(Arguments arguments, Invocation to) {
    RequestOptions options = arguments.options();
    Optional<List<BatchOperation>> operations =
        BatchRequests.parse(arguments.value("requests"), arguments.value("options"));
    List<BatchOutcome> outcomes =
        store.batch(
            options.timeout(), operations.orElseThrow(() -> arguments.signature().refusal(0)));
    to.write(Json.object("etags", Json.array(outcomes.stream().map(BatchOutcome::json).toList())));
  }

  // ---- everything else ----

  private void addOthers() {
    add(
        "sql",
        (arguments, to) -> {
          List<@Nullable String> values = new ArrayList<>();
          for (Json value : arguments.value("values").elements()) {
            values.add(value.isNull() ? null : value.asText().orElseGet(value::toString));
          }
          Gathering rows = new Gathering(to);
          store.sql(
              arguments.options().timeout(), new Sql(arguments.text("statement"), values), rows);
          rows.send();
        },
        argument("statement", STRING),
        argument("values", ARRAY),
        options());
    add(
        "ping",
        (arguments, to) -> {
          RequestOptions options = arguments.options();
          if (options.deep()) {
            store.ping(options.timeout());
          }
        },
        options());
    add(
        "version",
        (arguments, to) -> to.write(Json.object("version", Json.number(VERSION))),
        options());
    add("getTokens", (arguments, to) -> unsupported(), options());
    add("listen", (arguments, to) -> unsupported(), argument("channel", STRING), options());
    add("unlisten", (arguments, to) -> unsupported(), argument("id", STRING), options());
  }

  private static void unsupported() {
    throw new Refusal(MorayErrorKind.UNKNOWN_CALL, "Operation not supported");
  }
}
