package atoll.volumeserver.blob;

import atoll.http.HeaderList;
import atoll.http.field.ContentDisposition;
import atoll.http.uri.QueryParameters;
import java.util.Locale;

/// How a body is called, typed and offered. Pure.
final class Naming {

  private static final String UNTYPED = "application/octet-stream";

  private Naming() {}

  /// The extension of a file's name, with its dot; empty if there is none.
  static String extension(String name) {
    int dot = name.lastIndexOf('.');
    return dot < 0 || name.indexOf('/', dot) >= 0 ? "" : name.substring(dot);
  }

  /// The type of a body: what is stored, unless that says nothing, else what the name suggests.
  ///
  /// @return empty if it is left to the first bytes
  static String type(String stored, String fileName, MimeTypes types) {
    if (!stored.isEmpty() && !stored.startsWith(UNTYPED)) {
      return stored;
    }
    String extension = extension(fileName);
    return extension.isEmpty() ? "" : types.of(extension);
  }

  /// Sets the headers that the query asks for, and the disposition.
  static void offer(HeaderList headers, Query query, String fileName) {
    if (!query.isEmpty()) {
      for (QueryParameters.Parameter each : query.parameters().all()) {
        String name = header(each.name());
        boolean first = query.get(each.name()).equals(each.value());
        if (!name.isEmpty() && first && HeaderList.isValue(each.value())) {
          headers.set(name, each.value());
        }
      }
    }
    if (!fileName.isEmpty() && !headers.has("Content-Disposition")) {
      String kind = query.isTrue("dl") ? "attachment" : "inline";
      headers.add("Content-Disposition", ContentDisposition.format(kind, fileName));
    }
  }

  private static String header(String parameter) {
    return switch (parameter.toLowerCase(Locale.ROOT)) {
      case "response-cache-control" -> "Cache-Control";
      case "response-content-disposition" -> "Content-Disposition";
      case "response-content-encoding" -> "Content-Encoding";
      case "response-content-language" -> "Content-Language";
      case "response-content-type" -> "Content-Type";
      case "response-expires" -> "Expires";
      default -> "";
    };
  }

  /// The last part of a path, as both kinds of slashes see it: never empty.
  static String base(String path) {
    String text = path.replace('\\', '/');
    int end = text.length();
    while (end > 0 && text.charAt(end - 1) == '/') {
      end--;
    }
    if (end == 0) {
      return text.isEmpty() ? "." : "/";
    }
    return text.substring(text.lastIndexOf('/', end - 1) + 1, end);
  }
}
