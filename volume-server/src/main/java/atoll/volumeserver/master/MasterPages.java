package atoll.volumeserver.master;

import atoll.http.PooledBuffer;
import atoll.http.client.BlockingResponse;
import atoll.http.client.ClientBody;
import atoll.http.client.ClientRequest;
import atoll.http.client.HttpClient;
import atoll.http.server.BlockingExchange;
import atoll.http.server.Handler;
import atoll.http.server.Routes;
import atoll.http.uri.QueryParameters;
import atoll.kit.AtollException;
import atoll.kit.Bytes;
import atoll.kit.Clock;
import atoll.kit.Deadline;
import atoll.kit.Fault;
import atoll.kit.net.Endpoint;
import atoll.volume.index.OffsetWidth;
import atoll.volume.needle.Parsed;
import atoll.volume.needle.VolumeId;
import atoll.volumeserver.settings.ServerVersion;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/// The door of HTTP to the master: the calls that people know, and a page. Immutable.
final class MasterPages {

  private static final Duration SUBMIT_TIME = Duration.ofMinutes(5);
  private static final int ANSWER_BYTES_MAX = 1 << 20;
  private static final JsonFactory JSON = new JsonFactory();

  private final MasterSettings settings;
  private final Cluster cluster;
  private final Volumes volumes;
  private final HttpClient client;
  private final Clock clock;

  MasterPages(
      MasterSettings settings, Cluster cluster, Volumes volumes, HttpClient client, Clock clock) {
    this.settings = settings;
    this.cluster = cluster;
    this.volumes = volumes;
    this.client = client;
    this.clock = clock;
  }

  /// One page: writes an answer, or throws.
  @FunctionalInterface
  private interface Page {
    void answer(BlockingExchange exchange, QueryParameters parameters) throws IOException;
  }

  /// Fills a JSON object.
  @FunctionalInterface
  private interface Fields {
    void write(JsonGenerator json) throws IOException;
  }

  Routes routes() {
    return Routes.routes()
        .exact("/", page(this::overview))
        .exact("/dir/assign", page(this::assign))
        .exact("/dir/lookup", page(this::lookUp))
        .exact("/dir/status", page(this::status))
        .exact("/vol/grow", page(this::grow))
        .exact("/submit", page(this::submit))
        .fallback(
            page((exchange, _) ->
                json(
                    exchange,
                    404,
                    out ->
                        out.writeStringField(
                            "error", "this master has no such page; see / for those it has"))));
  }

  private static Handler page(Page page) {
    return Handler.onVirtualThread(exchange -> {
      try {
        page.answer(exchange, exchange.request().target().parameters());
      } catch (AtollException e) {
        json(
            exchange,
            statusOf(e.fault()),
            out -> out.writeStringField("error", String.valueOf(e.getMessage())));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    });
  }

  private static int statusOf(Fault fault) {
    return switch (fault) {
      case NOT_FOUND -> 404;
      case TOO_LARGE -> 413;
      case BAD_INPUT, CONFLICT, NO_SPACE, UNSUPPORTED, DENIED -> 406;
      case BUSY, UNREACHABLE, TIMEOUT, CANCELLED, CLOSED -> 503;
      case CORRUPT, IO, BUG -> 500;
    };
  }

  private static void json(BlockingExchange exchange, int status, Fields fields) {
    StringWriter text = new StringWriter();
    try (JsonGenerator json = JSON.createGenerator(text)) {
      json.writeStartObject();
      fields.write(json);
      json.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    exchange.status(status).header("Content-Type", "application/json").send(text.toString());
  }

  // ---- calls ----

  private Layout layout(QueryParameters parameters) {
    return Layout.parse(
        parameters.first("collection").orElse(""),
        parameters.first("replication").orElse(""),
        parameters.first("ttl").orElse(""),
        parameters.first("disk").orElse(""),
        settings.replication());
  }

  private void assign(BlockingExchange exchange, QueryParameters parameters) {
    int count = count(parameters, 1);
    Cluster.Assignment.Assigned assigned = volumes.assign(layout(parameters), count);
    json(
        exchange,
        200,
        out -> {
          out.writeStringField("fid", assigned.first().toString());
          out.writeStringField("url", assigned.at().url());
          out.writeStringField("publicUrl", assigned.at().publicUrl());
          out.writeNumberField("count", count);
        });
  }

  /// @param missing what it means if nobody names a count; 0 if somebody must
  private static int count(QueryParameters parameters, int missing) {
    String text = parameters.first("count").orElse("");
    if (text.isEmpty() && missing > 0) {
      return missing;
    }
    try {
      int count = Integer.parseInt(text);
      if (count >= 1 && count <= MasterSettings.COUNT_MAX) {
        return count;
      }
    } catch (NumberFormatException e) {
      // Told below, as for a number that is none.
    }
    throw new AtollException(
        Fault.BAD_INPUT,
        "can not parse parameter count %s: write 1 to %d"
            .formatted(text, MasterSettings.COUNT_MAX));
  }

  private void lookUp(BlockingExchange exchange, QueryParameters parameters) {
    String asked = parameters.first("volumeId").or(() -> parameters.first("fileId")).orElse("");
    String volume = asked.split(",", 2)[0];
    List<Cluster.Place> places =
        switch (VolumeId.parse(volume)) {
          case Parsed.Malformed<VolumeId> _ ->
              throw new AtollException(Fault.NOT_FOUND, "Unknown volume id " + volume);
          case Parsed.Value<VolumeId>(VolumeId id) -> cluster.find(id);
        };
    json(
        exchange,
        places.isEmpty() ? 404 : 200,
        out -> {
          out.writeStringField("volumeOrFileId", volume);
          if (places.isEmpty()) {
            out.writeStringField("error", "volume id " + volume + " not found");
            return;
          }
          out.writeArrayFieldStart("locations");
          for (Cluster.Place place : places) {
            out.writeStartObject();
            out.writeStringField("url", place.url());
            out.writeStringField("publicUrl", place.publicUrl());
            out.writeStringField("dataCenter", place.dataCenter());
            out.writeNumberField("grpcPort", place.grpcPort());
            out.writeEndObject();
          }
          out.writeEndArray();
        });
  }

  private void grow(BlockingExchange exchange, QueryParameters parameters) {
    int made = volumes.grow(layout(parameters), count(parameters, 0));
    json(exchange, 200, out -> out.writeNumberField("count", made));
  }

  private void submit(BlockingExchange exchange, QueryParameters parameters) throws IOException {
    if (!exchange.request().method().equals("POST")) {
      json(exchange, 405, out -> out.writeStringField("error", "Only submit via POST!"));
      return;
    }
    Bytes form;
    try (PooledBuffer body = exchange.body().gather(MasterSettings.SUBMIT_BYTES_MAX)) {
      form = Bytes.copyOf(body.bytes());
    }
    Cluster.Assignment.Assigned assigned = volumes.assign(layout(parameters), 1);
    ClientRequest request =
        ClientRequest.of(
            Endpoint.parse(assigned.at().url()),
            "POST",
            "/" + assigned.first(),
            new ClientBody.Whole(form));
    String type = exchange.request().headers().first("Content-Type");
    if (type != null) {
      request.header("Content-Type", type);
    }
    int status;
    String answer;
    try (BlockingResponse response = client.send(request, Deadline.after(clock, SUBMIT_TIME))) {
      status = response.status();
      answer = response.body().readText(ANSWER_BYTES_MAX);
    }
    Map<String, String> stored = flat(answer);
    if (status >= 400) {
      throw new AtollException(
          Fault.UNREACHABLE,
          "volume server %s answered %d: %s"
              .formatted(assigned.at().url(), status, stored.getOrDefault("error", answer)));
    }
    json(
        exchange,
        201,
        out -> {
          out.writeStringField("eTag", stored.getOrDefault("eTag", ""));
          out.writeStringField("fid", assigned.first().toString());
          out.writeStringField("fileName", stored.getOrDefault("name", ""));
          out.writeStringField("fileUrl", assigned.at().publicUrl() + "/" + assigned.first());
          out.writeNumberField("size", Long.parseLong(stored.getOrDefault("size", "0")));
        });
  }

  /// The texts and numbers of a JSON object, without what is nested.
  private static Map<String, String> flat(String text) throws IOException {
    Map<String, String> fields = new LinkedHashMap<>();
    try (JsonParser parser = JSON.createParser(text)) {
      while (parser.nextToken() != null) {
        if (parser.currentToken() == JsonToken.FIELD_NAME) {
          String name = parser.currentName();
          if (parser.nextToken().isScalarValue()) {
            fields.put(name, parser.getText());
          }
        }
      }
    }
    return fields;
  }

  // ---- pages ----

  private void status(BlockingExchange exchange, QueryParameters parameters) {
    List<Cluster.Server> servers = cluster.servers();
    json(
        exchange,
        200,
        out -> {
          out.writeObjectFieldStart("Topology");
          int max = servers.stream().mapToInt(Cluster.Server::volumesMax).sum();
          int used = servers.stream().mapToInt(server -> server.volumes().size()).sum();
          out.writeNumberField("Max", max);
          out.writeNumberField("Free", Math.max(0, max - used));
          out.writeArrayFieldStart("DataCenters");
          writeDataCenters(out, servers);
          out.writeEndArray();
          out.writeEndObject();
          out.writeStringField("Version", ServerVersion.of(OffsetWidth.FOUR).withCommit());
        });
  }

  private static void writeDataCenters(JsonGenerator out, List<Cluster.Server> servers)
      throws IOException {
    Map<String, Map<String, List<Cluster.Server>>> tree =
        servers.stream()
            .collect(
                Collectors.groupingBy(
                    server -> server.place().dataCenter(),
                    LinkedHashMap::new,
                    Collectors.groupingBy(
                        Cluster.Server::rack, LinkedHashMap::new, Collectors.toList())));
    for (Map.Entry<String, Map<String, List<Cluster.Server>>> center : tree.entrySet()) {
      out.writeStartObject();
      out.writeStringField("Id", center.getKey());
      out.writeArrayFieldStart("Racks");
      for (Map.Entry<String, List<Cluster.Server>> rack : center.getValue().entrySet()) {
        out.writeStartObject();
        out.writeStringField("Id", rack.getKey());
        out.writeArrayFieldStart("DataNodes");
        for (Cluster.Server server : rack.getValue()) {
          writeServer(out, server);
        }
        out.writeEndArray();
        out.writeEndObject();
      }
      out.writeEndArray();
      out.writeEndObject();
    }
  }

  private static void writeServer(JsonGenerator out, Cluster.Server server) throws IOException {
    out.writeStartObject();
    out.writeStringField("Url", server.place().url());
    out.writeStringField("PublicUrl", server.place().publicUrl());
    out.writeNumberField("Volumes", server.volumes().size());
    out.writeNumberField("EcShards", 0);
    out.writeNumberField("Max", server.volumesMax());
    out.writeStringField(
        "VolumeIds",
        server.volumes().stream()
            .map(volume -> Integer.toUnsignedString(volume.getId()))
            .collect(Collectors.joining(" ")));
    out.writeEndObject();
  }

  private void overview(BlockingExchange exchange, QueryParameters parameters) {
    exchange
        .header("Content-Type", "text/html; charset=utf-8")
        .send(OverviewPage.of(settings.address().http(), cluster.servers(), cluster.obstacle()));
  }
}
