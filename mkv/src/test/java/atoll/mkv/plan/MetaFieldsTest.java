package atoll.mkv.plan;

import static org.assertj.core.api.Assertions.assertThat;

import atoll.http.HeaderList;
import atoll.mkv.record.Sidecar;
import java.util.List;
import org.junit.jupiter.api.Test;

class MetaFieldsTest {

  private static MetaFields.Reading read(String... headers) {
    HeaderList list = new HeaderList();
    for (int at = 0; at < headers.length; at += 2) {
      list.add(headers[at], headers[at + 1]);
    }
    return MetaFields.of(list);
  }

  @Test
  void readsWhatAClientSaysOfItsValue() {
    assertThat(read("X-Mkv-Meta-Camera", "Ü 7", "Content-Type", "a/b", "x-mkv-meta-year", "2026"))
        .isEqualTo(
            new MetaFields.Reading.Given(
                List.of(
                    new Sidecar.Field("meta-camera", "Ü 7"),
                    new Sidecar.Field("meta-year", "2026"))));
    assertThat(MetaFields.header(new Sidecar.Field("meta-year", "2026")))
        .isEqualTo("X-Mkv-Meta-year");
  }

  @Test
  void refusesWhatDoesNotFitASidecar() {
    List<MetaFields.Reading> wrong =
        List.of(
            read("X-Mkv-Meta-", "x"),
            read("X-Mkv-Meta-a_b", "x"),
            read("X-Mkv-Meta-" + "n".repeat(65), "x"),
            read("X-Mkv-Meta-a", "x", "x-mkv-meta-A", "y"),
            read("X-Mkv-Meta-a", "tab\there"),
            read("X-Mkv-Meta-a", "x".repeat(MetaFields.MOST_CHARS)));
    assertThat(wrong).allMatch(reading -> reading instanceof MetaFields.Reading.Wrong);
  }
}
