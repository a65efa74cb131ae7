package atoll.volumeserver.access;

import atoll.http.RequestHead;
import atoll.http.uri.QueryParameters;
import java.util.Optional;

/// Where a request carries its token: the query's `jwt`, else the header `Authorization`, else the
/// cookie `AT`. The first that is there decides, also if it is bad.
final class TokenSource {

  private static final String BEARER = "Bearer ";
  private static final String COOKIE = "AT";

  private TokenSource() {}

  /// The token; empty if there is none.
  static String of(RequestHead request) {
    String query = request.target().rawQuery();
    if (query != null && query.contains("jwt")) {
      Optional<String> named = QueryParameters.parse(query).first("jwt");
      if (named.isPresent() && !named.get().isEmpty()) {
        return named.get();
      }
    }
    String header = request.headers().first("Authorization");
    if (header != null
        && header.length() > BEARER.length()
        && header.regionMatches(true, 0, BEARER, 0, BEARER.length())) {
      return header.substring(BEARER.length());
    }
    for (String line : request.headers().all("Cookie")) {
      for (String pair : line.split(";", -1)) {
        int equals = pair.indexOf('=');
        if (equals > 0 && pair.substring(0, equals).strip().equals(COOKIE)) {
          return unquoted(pair.substring(equals + 1).strip());
        }
      }
    }
    return "";
  }

  private static String unquoted(String value) {
    boolean quoted = value.length() > 1 && value.startsWith("\"") && value.endsWith("\"");
    return quoted ? value.substring(1, value.length() - 1) : value;
  }
}
