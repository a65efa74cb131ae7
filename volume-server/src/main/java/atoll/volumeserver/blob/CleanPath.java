package atoll.volumeserver.blob;

import atoll.http.server.Exchange;
import java.util.ArrayList;
import java.util.List;

/// Sends clients from `//a`, `/./a` and `/b/../a` to `/a`, as Go's router does. Pure, but for the
/// answer.
final class CleanPath {

  private CleanPath() {}

  /// Whether the request was answered with the way to its clean path.
  static boolean redirected(Exchange exchange) {
    String path = exchange.request().rawPath();
    if (isClean(path) || exchange.request().method().equals("CONNECT")) {
      return false;
    }
    String clean = clean(path);
    if (clean.equals(path)) {
      return false;
    }
    String query = exchange.request().target().rawQuery();
    String to = query == null ? clean : clean + "?" + query;
    exchange.status(307).header("Location", to);
    String method = exchange.request().method();
    if (!method.equals("GET") && !method.equals("HEAD")) {
      exchange.send();
      return true;
    }
    exchange.header("Content-Type", "text/html; charset=utf-8");
    String shown =
        to.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace("\"", "&#34;");
    exchange.send("<a href=\"" + shown + "\">Temporary Redirect</a>.\n\n");
    return true;
  }

  /// Whether nothing suspicious is in it: quick, and right for all usual paths.
  private static boolean isClean(String path) {
    return path.indexOf("//") < 0 && path.indexOf("/.") < 0;
  }

  static String clean(String path) {
    if (path.isEmpty() || path.charAt(0) != '/') {
      return path;
    }
    List<String> kept = new ArrayList<>();
    for (String part : path.substring(1).split("/", -1)) {
      if (part.equals("..")) {
        if (!kept.isEmpty()) {
          kept.removeLast();
        }
      } else if (!part.isEmpty() && !part.equals(".")) {
        kept.add(part);
      }
    }
    String clean = "/" + String.join("/", kept);
    boolean folder = path.endsWith("/") && !clean.endsWith("/");
    return folder ? clean + "/" : clean;
  }
}
