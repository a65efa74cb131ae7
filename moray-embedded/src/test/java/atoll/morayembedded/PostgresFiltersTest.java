package atoll.morayembedded;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;

class PostgresFiltersTest extends FiltersContract {

  @Override
  Databases start(Path folder) throws SQLException {
    return Databases.postgres();
  }

  @Test
  void rangesAreSearchedByWhatTheyHold() {
    makeBucket("r", "{\"sizes\":{\"type\":\"numrange\"},\"years\":{\"type\":\"daterange\"}}");
    put("r", "a", "{\"sizes\":\"[1,5)\",\"years\":\"[2019-01-01,2020-01-01)\"}");
    put("r", "b", "{\"sizes\":\"[10,20]\"}");
    assertThat(keys("r", "sizes:overlaps:=[4,12]")).containsExactly("a", "b");
    assertThat(keys("r", "sizes:overlaps:=[5,9]")).isEmpty();
    assertThat(keys("r", "sizes:contains:=4")).containsExactly("a");
    assertThat(keys("r", "sizes:contains:=[11,12]")).containsExactly("b");
    assertThat(keys("r", "sizes:within:=\\(0,5\\)")).containsExactly("a");
    assertThat(keys("r", "years:contains:=2019-06-01")).containsExactly("a");
    assertThat(keys("r", "years=*")).containsExactly("a");
    assertThat(bad("findObjects", "[\"r\",\"(sizes>=1)\",{}]").name())
        .isEqualTo("InvalidQueryError");
    assertThat(bad("findObjects", "[\"r\",\"(sizes:overlaps:=[5,1])\",{}]").name())
        .isEqualTo("InvalidQueryError");
    assertThat(bad("putObject", "[\"r\",\"c\",{\"sizes\":\"many\"},{}]").name())
        .isEqualTo("InvalidIndexTypeError");
  }
}
