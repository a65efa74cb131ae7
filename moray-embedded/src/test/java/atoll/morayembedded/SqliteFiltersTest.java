package atoll.morayembedded;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class SqliteFiltersTest extends FiltersContract {

  @Override
  Databases start(Path folder) {
    return Databases.sqlite(folder);
  }

  @Test
  void rangesAreRefused() {
    assertThat(
            bad("createBucket", "[\"r\",{\"index\":{\"sizes\":{\"type\":\"numrange\"}}},{}]")
                .message())
        .isEqualTo("the configuration of r is invalid: ranges need PostgreSQL");
  }
}
