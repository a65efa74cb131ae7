package atoll.http.uri;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The parameters of a query string, in their order, decoded: `a=1&a=2&flag`. Immutable.
///
/// A pair with bad percent-encoding or with a semicolon is left out and told by [#isWellFormed()],
/// as Go's parser does.
public final class QueryParameters {

  /// One parameter; `flag` and `flag=` both have the empty value.
  public record Parameter(String name, String value) {}

  private final List<Parameter> all;
  private final boolean wellFormed;

  private QueryParameters(List<Parameter> all, boolean wellFormed) {
    this.all = List.copyOf(all);
    this.wellFormed = wellFormed;
  }

  /// Parses what stands behind the `?`, one character for each byte.
  public static QueryParameters parse(String rawQuery) {
    List<Parameter> found = new ArrayList<>();
    boolean wellFormed = true;
    int from = 0;
    while (from < rawQuery.length()) {
      int to = rawQuery.indexOf('&', from);
      String pair = rawQuery.substring(from, to < 0 ? rawQuery.length() : to);
      from += pair.length() + 1;
      if (pair.isEmpty()) {
        continue;
      }
      if (pair.indexOf(';') >= 0 || !Percent.isWellFormed(pair)) {
        wellFormed = false;
        continue;
      }
      int equals = pair.indexOf('=');
      String name = equals < 0 ? pair : pair.substring(0, equals);
      String value = equals < 0 ? "" : pair.substring(equals + 1);
      found.add(new Parameter(Percent.decodeFormText(name), Percent.decodeFormText(value)));
    }
    return new QueryParameters(found, wellFormed);
  }

  public List<Parameter> all() {
    return all;
  }

  /// The first value of that name.
  public Optional<String> first(String name) {
    for (Parameter parameter : all) {
      if (parameter.name().equals(name)) {
        return Optional.of(parameter.value());
      }
    }
    return Optional.empty();
  }

  public boolean has(String name) {
    return first(name).isPresent();
  }

  /// Whether no pair had to be left out.
  public boolean isWellFormed() {
    return wellFormed;
  }
}
