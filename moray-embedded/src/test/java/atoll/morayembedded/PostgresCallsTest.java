package atoll.morayembedded;

import static org.assertj.core.api.Assertions.assertThat;

import atoll.fast.Reply;
import atoll.morayembedded.store.StoreSettings;
import java.nio.file.Path;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;

class PostgresCallsTest extends CallsContract {

  @Override
  Databases start(Path folder) throws SQLException {
    return Databases.postgres();
  }

  @Override
  String endless() {
    return "SELECT generate_series(1, 2000000000) AS n";
  }

  @Test
  void aDatabaseThatBrokeIsNamedAndUsedAgain() {
    makeBucket("b", "{}");
    String others =
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            + " WHERE datname = current_database() AND pid <> pg_backend_pid()";
    good("sql", "[\"" + others + "\",[],{}]");
    // Each connection that broke is found out by one call at most.
    int failed = 0;
    for (int i = 0; i < 2 * StoreSettings.USUAL.connections(); i++) {
      Reply reply = Machine.call(client, "getBucket", "[{},\"b\"]");
      if (reply instanceof Reply.Failed) {
        assertThat(reply.toString()).contains("NoDatabasePeersError");
        failed++;
      }
    }
    assertThat(failed).isBetween(1, StoreSettings.USUAL.connections());
    assertThat(good("getBucket", "[{},\"b\"]")).hasSize(1);
  }

  @Override
  String slow() {
    return "SELECT pg_sleep(20)";
  }
}
