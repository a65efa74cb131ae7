package atoll.mkv.index;

/// Where a PostgreSQL index lies. Immutable.
///
/// @param url of JDBC, without a password: `jdbc:postgresql://db:5432/mkv`
/// @param user may be empty
/// @param password may be empty; never shown
public record PostgresSettings(String url, String user, String password) {

  @Override
  public String toString() {
    return url + (user.isEmpty() ? "" : " as " + user);
  }
}
