package atoll.morayembedded;

import static org.assertj.core.api.Assertions.assertThat;

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
  void connectionsThatBrokeWhileNobodyUsedThemAreReplaced() {
    makeBucket("b", "{}");
    String others =
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            + " WHERE datname = current_database() AND pid <> pg_backend_pid()";
    good("sql", "[\"" + others + "\",[],{}]");
    for (int i = 0; i < 2 * StoreSettings.USUAL.connections(); i++) {
      assertThat(good("getBucket", "[{},\"b\"]")).hasSize(1);
    }
  }

  @Test
  void aDatabaseThatGoesInTheMiddleIsNamed() {
    String own = "SELECT pg_terminate_backend(pg_backend_pid())";
    assertThat(bad("sql", "[\"" + own + "\",[],{}]").name()).isEqualTo("NoDatabasePeersError");
    assertThat(good("ping", "[{\"deep\":true}]")).isEmpty();
  }

  @Override
  String slow() {
    return "SELECT pg_sleep(20)";
  }
}
