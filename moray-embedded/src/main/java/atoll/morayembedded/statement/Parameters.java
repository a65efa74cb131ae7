package atoll.morayembedded.statement;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The parameters of a statement that is being written. Confined to its writer.
final class Parameters {

  private final List<@Nullable String> all = new ArrayList<>();

  /// Keeps a value, and says what stands for it in the text.
  String add(@Nullable String value) {
    all.add(value);
    return "$" + all.size();
  }

  Sql of(String text) {
    return new Sql(text, all);
  }
}
