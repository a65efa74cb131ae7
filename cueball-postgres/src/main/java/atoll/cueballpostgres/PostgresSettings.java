package atoll.cueballpostgres;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/// How to log in; where comes from the pool's backends.
///
/// @param user the role; without it the process's own user
/// @param password shown nowhere
/// @param database the database; without it the one named like the role
/// @param applicationName what `pg_stat_activity` shows
/// @param tls how much TLS
public record PostgresSettings(
    Optional<String> user,
    Optional<String> password,
    Optional<String> database,
    Optional<String> applicationName,
    PostgresTls tls) {

  /// A role with its password, and a database.
  public static PostgresSettings of(String user, String password, String database) {
    return new PostgresSettings(
        Optional.of(user),
        Optional.of(password),
        Optional.of(database),
        Optional.empty(),
        PostgresTls.PREFERRED);
  }

  public PostgresSettings withTls(PostgresTls other) {
    return new PostgresSettings(user, password, database, applicationName, other);
  }

  public PostgresSettings withApplicationName(String name) {
    return new PostgresSettings(user, password, database, Optional.of(name), tls);
  }

  /// As an address without the password: `postgresql://user@host/database?sslmode=prefer`.
  @Override
  public String toString() {
    return "postgresql://"
        + user.map(name -> encoded(name) + "@").orElse("")
        + "…/"
        + database.map(PostgresSettings::encoded).orElse("")
        + "?sslmode="
        + tls.mode()
        + applicationName.map(name -> "&application_name=" + encoded(name)).orElse("");
  }

  static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }
}
