package atoll.sharkspotter.moray;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import atoll.cueball.PoolLimits;
import atoll.cueball.PoolTimes;
import atoll.cueball.StaticResolver;
import atoll.cueballpostgres.PostgresSettings;
import atoll.fast.FastServer;
import atoll.fast.Seams;
import atoll.fast.json.Json;
import atoll.kit.AtollException;
import atoll.kit.Fault;
import atoll.kit.count.Registry;
import atoll.kit.net.Endpoint;
import atoll.kit.real.RealNet;
import atoll.kit.real.RealRandomness;
import atoll.moray.BucketConfig;
import atoll.moray.Index;
import atoll.moray.MorayClient;
import atoll.moray.MorayLimits;
import atoll.moray.MorayOptions;
import atoll.moray.MoraySeams;
import atoll.moray.filter.Filter;
import atoll.morayembedded.MorayServer;
import atoll.morayembedded.store.BigNumbers;
import atoll.morayembedded.store.Store;
import atoll.morayembedded.store.StoreSettings;
import atoll.sharkspotter.SearchContract;
import atoll.sharkspotter.SearchReport;
import atoll.sharkspotter.source.Shards;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Searches through moray servers over a real PostgreSQL.
class MoraySearchTest extends SearchContract {

  private final Map<Integer, FastServer> servers = new ConcurrentHashMap<>();
  private final List<Store> stores = Collections.synchronizedList(new ArrayList<>());
  private BigNumbers numbers = BigNumbers.AS_TEXT;

  @AfterEach
  void closeServers() {
    servers.values().forEach(FastServer::close);
    stores.forEach(Store::close);
  }

  private FastServer server(int shard) {
    return servers.computeIfAbsent(
        shard,
        _ -> {
          Store store =
              Store.postgres(
                  seams(),
                  new StaticResolver(new Endpoint("127.0.0.1", database.port())),
                  PostgresSettings.of("postgres", "", "moray_" + shard),
                  StoreSettings.USUAL.withNumbers(numbers));
          stores.add(store);
          return MorayServer.start(
              new Seams(CLOCK, new RealNet(), runner, events), new Endpoint("127.0.0.1", 0), store);
        });
  }

  private Endpoint place(int shard) {
    if (shard == 3) {
      // Nobody listens there.
      return new Endpoint("127.0.0.1", 1);
    }
    return server(shard).local();
  }

  private MoraySeams moraySeams() {
    return MoraySeams.counting(
        CLOCK, new RealNet(), runner, new RealRandomness(), events, new Registry());
  }

  @Override
  protected Shards shards() {
    return shards(Duration.ofSeconds(10));
  }

  /// Not those that lie idle in the server's pool: each of them would cost an attempt.
  @Override
  protected String victims() {
    return "state <> 'idle'";
  }

  private Shards shards(Duration answer) {
    PoolLimits pool =
        PoolLimits.USUAL
            .withConnections(1)
            .withTimes(PoolTimes.USUAL.withClaim(Duration.ofSeconds(1)));
    return new MorayShards(
        moraySeams(), new MorayShardLimits(answer, MorayLimits.USUAL.withPool(pool)), this::place);
  }

  @ParameterizedTest
  @EnumSource
  void idsAreUnderstoodHoweverTheServerWritesThem(BigNumbers written) throws SQLException {
    numbers = written;
    createIndexed(1);
    database.fill(1, "_id", 4_000_000_000L, 4_000_000_010L);
    search(order(1));
    assertThat(ids()).isEqualTo(expected(LongStream.rangeClosed(4_000_000_000L, 4_000_000_010L)));
  }

  @Test
  void aServerThatTakesTooLongIsGivenUp() throws SQLException {
    events.expect("sharkspotter.shard.ended");
    createIndexed(1);
    Shards impatient = shards(Duration.ofMillis(300));
    assertThat(server(1).local().port()).isPositive();
    try (var locking = database.connect("moray_1")) {
      locking.setAutoCommit(false);
      try (var statement = locking.createStatement()) {
        statement.execute("lock table manta in access exclusive mode");
      }
      SearchReport report = search(order(1), impatient, this::take);
      assertThat(report.fault()).contains(Fault.TIMEOUT);
    }
  }

  // ---- whether sharks exist ----

  @Test
  void aSharkExistsIfItHasReportedItselfOnce() throws SQLException {
    createIndexed(1);
    try (MorayClient client = MorayClient.at(server(1).local(), moraySeams(), MorayLimits.USUAL)) {
      BucketConfig config = BucketConfig.EMPTY.with("manta_storage_id", Index.STRING);
      client.putBucket("manta_storage", config, MorayOptions.NONE);
      for (String entry : List.of("1.stor.x", "2.stor.x", "2.stor.x")) {
        client.putObject(
            "manta_storage",
            entry + client.countObjects("manta_storage", all(), MorayOptions.NONE),
            Json.parse("{\"manta_storage_id\":\"" + entry + "\"}"),
            MorayOptions.NONE);
      }
      SharkCheck.check(client, List.of("1.stor.x"));
      assertRefused(client, "3.stor.x", Fault.NOT_FOUND, "No shark with name \"3.stor.x\" found");
      assertRefused(client, "*", Fault.NOT_FOUND, "No shark with name \"*\" found");
      assertRefused(
          client, "2.stor.x", Fault.CONFLICT, "More than one shark with name \"2.stor.x\" found");
    }
  }

  private static Filter all() {
    return new Filter.Present("manta_storage_id");
  }

  private static void assertRefused(MorayClient client, String shark, Fault fault, String message) {
    assertThatExceptionOfType(AtollException.class)
        .isThrownBy(() -> SharkCheck.check(client, List.of("1.stor.x", shark)))
        .withMessage(message)
        .matches(thrown -> thrown.fault() == fault);
  }
}
