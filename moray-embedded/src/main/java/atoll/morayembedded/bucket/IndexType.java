package atoll.morayembedded.bucket;

import java.util.Arrays;
import java.util.Optional;

/// What an indexed attribute holds, and the type of its column in PostgreSQL.
public enum IndexType {
  STRING("string", "TEXT"),
  NUMBER("number", "NUMERIC"),
  BOOLEAN("boolean", "BOOLEAN"),
  DATE("date", "TIMESTAMPTZ"),
  IP("ip", "INET"),
  MAC("mac", "MACADDR"),
  SUBNET("subnet", "CIDR"),
  UUID("uuid", "UUID"),
  NUMBER_RANGE("numrange", "NUMRANGE"),
  DATE_RANGE("daterange", "TSTZRANGE");

  private final String word;
  private final String column;

  IndexType(String word, String column) {
    this.word = word;
    this.column = column;
  }

  /// As a bucket's configuration says it.
  public String word() {
    return word;
  }

  /// As PostgreSQL says it.
  public String column() {
    return column;
  }

  public boolean isRange() {
    return this == NUMBER_RANGE || this == DATE_RANGE;
  }

  static Optional<IndexType> named(String word) {
    return Arrays.stream(values()).filter(type -> type.word.equals(word)).findFirst();
  }
}
