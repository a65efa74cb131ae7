package atoll.morayembedded.call;

import atoll.fast.json.Json;
import atoll.fast.json.JsonKind;
import atoll.morayembedded.object.EtagCondition;
import atoll.morayembedded.statement.ObjectSql;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// What a client wants beside its arguments. Members that nobody here knows do not matter.
///
/// @param timeout for each answer of the database
/// @param condition on the object that is there
/// @param page which of the objects found are meant
/// @param counts whether they are counted
/// @param sqlOnly whether the statements are told instead of the objects
/// @param reindexes whether columns that a new version adds are to be filled later
/// @param deep whether a ping reaches the database
/// @param vnode null if none is named
/// @param sendsHandled whether the first answer names the options that were understood
record RequestOptions(
    Duration timeout,
    EtagCondition condition,
    ObjectSql.Page page,
    boolean counts,
    boolean sqlOnly,
    boolean reindexes,
    boolean deep,
    @Nullable Long vnode,
    boolean sendsHandled) {

  static final Duration USUAL_TIMEOUT = Duration.ofSeconds(30);

  /// Longer ones are cut to this.
  static final Duration LONGEST_TIMEOUT = Duration.ofHours(1);

  static final long USUAL_LIMIT = 1000;

  private static final Pattern REQUEST_ID = Pattern.compile("[-_0-9a-zA-Z]{1,36}");
  private static final Pattern DIGITS = Pattern.compile("\\d{1,18}");

  /// Reads options; empty if one of them makes no sense.
  static Optional<RequestOptions> parse(Json options) {
    try {
      return Optional.of(read(options));
    } catch (Senseless none) {
      return Optional.empty();
    }
  }

  /// A member makes no sense. Never leaves this class.
  private static final class Senseless extends Exception {
    private static final long serialVersionUID = 1L;
  }

  private static RequestOptions read(Json options) throws Senseless {
    Optional<Json> requestId = present(options, "req_id");
    if (requestId.isPresent()
        && requestId.get().asText().filter(REQUEST_ID.asMatchPredicate()).isEmpty()) {
      throw new Senseless();
    }
    boolean sendsHandled =
        present(options, "internalOpts")
            .filter(internal -> isTrue(internal, "sendHandledOptions"))
            .isPresent();
    return new RequestOptions(
        timeout(options),
        condition(options),
        new ObjectSql.Page(
            order(options),
            limit(options),
            number(options, "offset").orElse(0),
            isTrue(options, "requireIndexes")),
        !isTrue(options, "no_count"),
        isTrue(options, "sql_only"),
        !isTrue(options, "no_reindex"),
        isTrue(options, "deep"),
        vnode(options),
        sendsHandled);
  }

  private static Optional<Json> present(Json options, String name) {
    return options.member(name).filter(value -> !value.isNull());
  }

  private static boolean isTrue(Json options, String name) {
    return options.member(name).filter(Json.TRUE::equals).isPresent();
  }

  private static Duration timeout(Json options) throws Senseless {
    Optional<Json> timeout = present(options, "timeout");
    if (timeout.isEmpty()) {
      return USUAL_TIMEOUT;
    }
    long millis = timeout.get().asLong().orElse(-1);
    if (millis < 0) {
      throw new Senseless();
    }
    // None is no bound to JavaScript; here it is the usual one.
    return millis == 0
        ? USUAL_TIMEOUT
        : Duration.ofMillis(Math.min(millis, LONGEST_TIMEOUT.toMillis()));
  }

  private static EtagCondition condition(Json options) throws Senseless {
    Optional<Json> etag = options.member("etag");
    if (etag.isEmpty()) {
      return new EtagCondition.Any();
    }
    return switch (etag.get().kind()) {
      case NULL -> new EtagCondition.Absent();
      case STRING -> new EtagCondition.Is(etag.get().asText().orElseThrow());
      case OBJECT, ARRAY, NUMBER, BOOLEAN -> throw new Senseless();
    };
  }

  private static long limit(Json options) throws Senseless {
    long limit = number(options, "limit").orElse(0);
    if (isTrue(options, "noLimit")) {
      return -1;
    }
    return limit == 0 ? USUAL_LIMIT : limit;
  }

  private static OptionalLong number(Json options, String name) throws Senseless {
    Optional<Json> found = present(options, name);
    if (found.isEmpty()) {
      return OptionalLong.empty();
    }
    Json value = found.get();
    if (value.kind() == JsonKind.STRING) {
      String text = value.asText().orElseThrow();
      if (!DIGITS.matcher(text).matches()) {
        throw new Senseless();
      }
      return OptionalLong.of(Long.parseLong(text));
    }
    if (value.asLong().orElse(-1) < 0) {
      throw new Senseless();
    }
    return value.asLong();
  }

  private static @Nullable Long vnode(Json options) {
    OptionalLong vnode = present(options, "vnode").map(Json::asLong).orElse(OptionalLong.empty());
    return vnode.isPresent() ? Long.valueOf(vnode.getAsLong()) : null;
  }

  private static List<ObjectSql.Page.Order> order(Json options) throws Senseless {
    Optional<Json> sort = present(options, "sort");
    List<ObjectSql.Page.Order> order = new ArrayList<>();
    if (sort.isEmpty()) {
      return order;
    }
    if (sort.get().kind() != JsonKind.ARRAY) {
      order.add(oneOrder(sort.get()));
      return order;
    }
    for (Json each : sort.get().elements()) {
      order.add(oneOrder(each));
    }
    return order;
  }

  private static ObjectSql.Page.Order oneOrder(Json sort) throws Senseless {
    Optional<String> attribute = sort.member("attribute").flatMap(Json::asText);
    String order = present(sort, "order").flatMap(Json::asText).orElse("ASC");
    boolean descending = order.equalsIgnoreCase("DESC");
    if (attribute.isEmpty() || (!descending && !order.equalsIgnoreCase("ASC"))) {
      throw new Senseless();
    }
    return new ObjectSql.Page.Order(attribute.get(), descending);
  }
}
