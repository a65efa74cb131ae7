package atoll.morayembedded.statement;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A statement and what it is run with.
///
/// @param text with `$1`, `$2` and so on where parameters belong
/// @param parameters as texts, whose types the database infers; null for null
public record Sql(String text, List<@Nullable String> parameters) {

  public Sql {
    parameters = Collections.unmodifiableList(new ArrayList<>(parameters));
  }

  /// A statement without parameters.
  public static Sql of(String text) {
    return new Sql(text, List.of());
  }
}
