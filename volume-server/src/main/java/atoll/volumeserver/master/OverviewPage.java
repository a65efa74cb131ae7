package atoll.volumeserver.master;

import atoll.kit.unit.DataSize;
import atoll.volumeserver.wire.master.VolumeInformationMessage;
import java.util.List;
import java.util.Optional;

/// The page of the master: what it is, what it has, and lines to try. Pure.
final class OverviewPage {

  private static final String STYLE =
      """
      body{font:16px/1.5 system-ui,sans-serif;margin:2rem auto;max-width:60rem;padding:0 1rem;\
      color:#1c2733;background:#f7f9fb}
      table{border-collapse:collapse;width:100%;background:#fff}
      th,td{text-align:left;padding:.4rem .8rem;border-bottom:1px solid #dde4ea}
      td.n,th.n{text-align:right}
      pre{background:#fff;border:1px solid #dde4ea;padding:.8rem;overflow:auto}
      .note{border-left:4px solid #2b7bb9;background:#fff;padding:.6rem 1rem}
      .wait{border-left:4px solid #c77700;background:#fff;padding:.6rem 1rem}
      """;

  private OverviewPage() {}

  static String of(String address, List<Cluster.Server> servers, Optional<String> obstacle) {
    StringBuilder page = new StringBuilder();
    page.append(
            "<!DOCTYPE html><html lang=\"en\"><head><meta charset=\"utf-8\"><meta name=\"viewport\""
                + " content=\"width=device-width\"><title>Atoll master</title><style>")
        .append(STYLE)
        .append("</style></head><body><h1>Atoll master</h1><p class=\"note\">")
        .append(
            "This is a master in one process, for one machine and for tests. It has no copy of"
                + " itself and moves nothing. A cluster runs SeaweedFS's own masters; the volume"
                + " servers stay the same.</p>");
    obstacle.ifPresent(why ->
        page.append("<p class=\"wait\">Nothing is assigned yet: ")
            .append(escaped(why))
            .append("</p>"));
    page.append("<h2>Volume servers</h2>");
    if (servers.isEmpty()) {
      page.append("<p>None sends heartbeats at present.</p>");
    }
    servers.forEach(server -> addServer(page, server));
    return page.append("<h2>To try</h2><pre>")
        .append(escaped("curl -F file=@README.md http://" + address + "/submit\n"))
        .append(escaped("curl http://" + address + "/dir/assign\n"))
        .append(escaped("curl 'http://" + address + "/dir/lookup?volumeId=1'\n"))
        .append(escaped("curl http://" + address + "/dir/status\n"))
        .append(escaped("curl 'http://" + address + "/vol/grow?count=1&collection=photos'\n"))
        .append("</pre></body></html>\n")
        .toString();
  }

  private static void addServer(StringBuilder page, Cluster.Server server) {
    page.append("<h3><a href=\"http://")
        .append(escaped(server.place().publicUrl()))
        .append("/ui/index.html\">")
        .append(escaped(server.place().url()))
        .append("</a></h3><p>")
        .append(server.volumes().size())
        .append(" of at most ")
        .append(server.volumesMax())
        .append(" volumes; ")
        .append(escaped(server.place().dataCenter() + ", " + server.rack()))
        .append(
            "</p><table><tr><th class=\"n\">volume</th><th>collection</th><th class=\"n\">size</th>"
                + "<th class=\"n\">needles</th><th class=\"n\">deleted</th><th>state</th></tr>");
    for (VolumeInformationMessage volume : server.volumes()) {
      page.append("<tr><td class=\"n\">")
          .append(Integer.toUnsignedString(volume.getId()))
          .append("</td><td>")
          .append(escaped(volume.getCollection()))
          .append("</td><td class=\"n\">")
          .append(DataSize.ofBytes(Math.max(0, volume.getSize())))
          .append("</td><td class=\"n\">")
          .append(volume.getFileCount())
          .append("</td><td class=\"n\">")
          .append(volume.getDeleteCount())
          .append("</td><td>")
          .append(volume.getReadOnly() ? "read-only" : "writable")
          .append("</td></tr>");
    }
    page.append("</table>");
  }

  private static String escaped(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;");
  }
}
