package atoll.volumeserver.page;

import atoll.kit.disk.DiskSpace;
import atoll.volume.Volume;
import atoll.volume.VolumeStatus;
import atoll.volume.store.StoreDirectory;
import atoll.volumeserver.node.Node;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;

/// What the status page shows, as JSON. Counters are totals; the page makes rates of them.
final class PageData {

  private static final JsonFactory JSON = new JsonFactory();

  private final Node node;
  private final String version;
  private final RequestMeter meter;
  private final RecentEvents events;
  private final long startedNanos;

  PageData(Node node, String version, RequestMeter meter, RecentEvents events) {
    this.node = node;
    this.version = version;
    this.meter = meter;
    this.events = events;
    this.startedNanos = node.clock().nanos();
  }

  String text() {
    StringWriter text = new StringWriter();
    try (JsonGenerator json = JSON.createGenerator(text)) {
      json.writeStartObject();
      json.writeStringField("id", node.identity().id());
      json.writeStringField("address", node.identity().address().toString());
      json.writeStringField("publicUrl", node.identity().publicUrl());
      json.writeStringField("dataCenter", node.identity().dataCenter());
      json.writeStringField("rack", node.identity().rack());
      json.writeStringField("version", version);
      json.writeStringField("obstacle", node.readiness().obstacle());
      json.writeNumberField(
          "upSeconds", Duration.ofNanos(node.clock().nanos() - startedNanos).toSeconds());
      json.writeNumberField("atMillis", node.clock().now().toEpochMilli());
      counters(json);
      disks(json);
      volumes(json);
      events(json);
      json.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return text.toString();
  }

  private void counters(JsonGenerator json) throws IOException {
    json.writeObjectFieldStart("totals");
    json.writeNumberField("requests", meter.ended());
    json.writeNumberField("failed", meter.failed());
    json.writeNumberField("receivedBytes", meter.received());
    json.writeNumberField("sentBytes", meter.sent());
    json.writeEndObject();
  }

  private void disks(JsonGenerator json) throws IOException {
    json.writeArrayFieldStart("disks");
    for (StoreDirectory each : node.isLoaded() ? node.store().directories() : noDisks()) {
      DiskSpace space = each.space();
      json.writeStartObject();
      json.writeStringField("directory", each.settings().data().toString());
      json.writeStringField(
          "type", each.settings().diskType().isEmpty() ? "hdd" : each.settings().diskType());
      json.writeNumberField("totalBytes", space.totalBytes());
      json.writeNumberField("freeBytes", space.usableBytes());
      json.writeNumberField("volumesMax", node.store().volumesMax(each));
      json.writeBooleanField("low", each.isLow());
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  private static List<StoreDirectory> noDisks() {
    return List.of();
  }

  private void volumes(JsonGenerator json) throws IOException {
    json.writeArrayFieldStart("volumes");
    if (node.isLoaded()) {
      for (Volume each : node.store().volumes()) {
        volume(json, each.status());
      }
    }
    json.writeEndArray();
  }

  private static void volume(JsonGenerator json, VolumeStatus status) throws IOException {
    json.writeStartObject();
    json.writeNumberField("id", Long.parseLong(status.name().id().toString()));
    json.writeStringField("collection", status.name().collection());
    json.writeStringField("replication", status.superBlock().placement().toString());
    json.writeStringField("ttl", status.superBlock().ttl().toString());
    json.writeNumberField("bytes", status.dataBytes());
    json.writeNumberField("indexBytes", status.indexBytes());
    json.writeNumberField("files", status.counters().fileCount());
    json.writeNumberField("deleted", status.counters().deletedCount());
    json.writeNumberField("contentBytes", status.counters().fileBytes());
    json.writeNumberField("deletedBytes", status.counters().deletedBytes());
    json.writeStringField("revision", status.superBlock().revision().toString());
    json.writeBooleanField("writable", status.state().takesWrites());
    json.writeStringField("why", status.state().text());
    json.writeNumberField("modifiedSeconds", status.lastModifiedSeconds());
    json.writeEndObject();
  }

  private void events(JsonGenerator json) throws IOException {
    json.writeArrayFieldStart("events");
    for (RecentEvents.Recent each : events.newest()) {
      json.writeStartObject();
      json.writeNumberField("atMillis", each.time().toEpochMilli());
      json.writeStringField("level", each.level().name());
      json.writeStringField("code", each.code());
      json.writeStringField("message", each.message());
      json.writeEndObject();
    }
    json.writeEndArray();
  }
}
