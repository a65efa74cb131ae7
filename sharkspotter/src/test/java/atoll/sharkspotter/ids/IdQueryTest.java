package atoll.sharkspotter.ids;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class IdQueryTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          ID_ALONE  | ID_ALONE  | _id >= 3 AND _id <= 9                                                      | _id
          IDX_ALONE | IDX_ALONE | _idx >= 3 AND _idx <= 9                                                    | _idx
          BOTH      | ID_ALONE  | _id >= 3 AND _id <= 9                                                      | _id
          BOTH      | IDX_ALONE | _idx >= 3 AND _idx <= 9 AND _id IS NULL                                    | _idx
          BOTH      | BOTH      | ((_id >= 3 AND _id <= 9) OR (_idx >= 3 AND _idx <= 9 AND _id IS NULL))     | COALESCE(_id, _idx)
          """)
  void asksForEachRowOnce(IdColumns columns, IdColumns asked, String condition, String id) {
    IdQuery query = new IdQuery(columns, asked, new IdRange(3, 9));
    assertThat(query.condition()).isEqualTo(condition);
    assertThat(query.id()).isEqualTo(id);
  }
}
