package atoll.mkv.index;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import atoll.kit.AtollException;
import atoll.kit.Fault;
import atoll.kit.count.Registry;
import atoll.kit.real.RealClock;
import atoll.mkv.record.KeyRecord;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@SuppressWarnings("NullAway.Init") // JUnit starts the server before anything else.
class PostgresIndexTest extends IndexStoreContract {

  private static final IndexLimits LIMITS =
      new IndexLimits(3, 512, IndexLimits.USUAL.commitWait(), 65_536, IndexLimits.USUAL.waitTime());

  @TempDir static Path folder;

  private static EmbeddedPostgres server;

  @BeforeAll
  static void start() throws Exception {
    server = EmbeddedPostgres.builder().setDataDirectory(folder.resolve("data")).start();
  }

  @AfterAll
  static void stop() throws Exception {
    server.close();
  }

  @Override
  IndexStore open(IndexCounts counts) throws Exception {
    sql("DROP TABLE IF EXISTS object, chore, writing, meta");
    return gateway(counts);
  }

  private static IndexStore gateway(IndexCounts counts) {
    return PostgresIndex.open(
        new PostgresSettings(server.getJdbcUrl("postgres", "postgres"), "", ""),
        LIMITS,
        new RealClock(),
        counts);
  }

  private static void sql(String statement) throws Exception {
    try (Connection connection = server.getPostgresDatabase().getConnection();
        Statement run = connection.createStatement()) {
      run.execute(statement);
    }
  }

  @Test
  void isSharedByTwoGateways() throws Exception {
    try (IndexStore other = gateway(IndexCounts.on(new Registry()))) {
      KeyRecord one = Records.live("/k", 1);
      put(one);
      assertThat(other.find(one.key())).contains(one);
      KeyRecord two = Records.live("/k", 2);
      assertThat(await(other.change(Records.over(one, two)))).isEqualTo(new ChangeResult.Applied());
      assertThat(index.find(one.key())).contains(two);
      assertThat(change(Records.over(one, Records.live("/k", 3))))
          .isEqualTo(new ChangeResult.Outdated(Optional.of(two)));
    }
  }

  @Test
  void letsOneOfTwoGatewaysWinEachRace() throws Exception {
    try (IndexStore other = gateway(IndexCounts.on(new Registry()))) {
      List<CompletableFuture<ChangeResult>> ours = new ArrayList<>();
      List<CompletableFuture<ChangeResult>> theirs = new ArrayList<>();
      for (int number = 0; number < 300; number++) {
        ours.add(index.change(Records.first(Records.live("/race/" + number, 1))));
        // The other way round, so that batches of both take rows in different order.
        int turned = 299 - number;
        theirs.add(other.change(Records.first(Records.live("/race/" + turned, 2))));
      }
      int won = 0;
      for (int number = 0; number < 300; number++) {
        boolean our = await(ours.get(number)) instanceof ChangeResult.Applied;
        boolean their = await(theirs.get(299 - number)) instanceof ChangeResult.Applied;
        assertThat(our ^ their).as("race " + number).isTrue();
        long generation =
            index.find(Records.live("/race/" + number, 1).key()).orElseThrow().generation().value();
        assertThat(generation).isEqualTo(our ? 1 : 2);
        won += our ? 1 : 0;
      }
      assertThat(won).isBetween(0, 300);
    }
  }

  @Test
  void goesOnAfterItsConnectionsBroke() throws Exception {
    put(Records.live("/before", 1));
    sql("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'mkv'");
    assertThat(index.find(Records.live("/before", 1).key())).isPresent();
    CompletableFuture<ChangeResult> broken =
        index.change(Records.first(Records.live("/during", 1)));
    Throwable failed = broken.handle((done, why) -> why).get();
    assertThat(failed)
        .isInstanceOfSatisfying(
            AtollException.class, why -> assertThat(why.fault()).isEqualTo(Fault.UNREACHABLE));
    put(Records.live("/after", 1));
  }

  @Test
  void saysWhoIsNotThere() {
    assertThatExceptionOfType(AtollException.class)
        .isThrownBy(() ->
            PostgresIndex.open(
                new PostgresSettings("jdbc:postgresql://127.0.0.1:1/none", "u", "secret"),
                LIMITS,
                new RealClock(),
                IndexCounts.on(new Registry())))
        .satisfies(e -> assertThat(e.fault()).isEqualTo(Fault.UNREACHABLE))
        .withMessageContaining("127.0.0.1:1")
        .withMessageNotContaining("secret");
  }
}
