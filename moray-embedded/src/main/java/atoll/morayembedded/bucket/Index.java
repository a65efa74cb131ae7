package atoll.morayembedded.bucket;

import java.util.Locale;

/// An attribute with a column and an index of its own.
///
/// @param attribute as objects spell it
/// @param type of the value, or of each element
/// @param array whether it holds several values
/// @param unique whether no two objects of the bucket may have the same
public record Index(String attribute, IndexType type, boolean array, boolean unique) {

  /// The column, which PostgreSQL spells in small letters.
  public String column() {
    return attribute.toLowerCase(Locale.ROOT);
  }

  /// The type as a bucket's configuration says it.
  public String word() {
    return array ? "[" + type.word() + "]" : type.word();
  }
}
