package atoll.volumeserver.blob;

import atoll.kit.disk.DiskSpace;
import atoll.volume.Volume;
import atoll.volume.VolumeStatus;
import atoll.volume.store.Store;
import atoll.volume.store.StoreDirectory;
import atoll.volume.superblock.ReplicaPlacement;
import java.util.List;

/// The page `/status`. Pure.
final class StatusJson {

  private StatusJson() {}

  static String of(Store store, String version, boolean pretty) {
    Json json = new Json(pretty);
    json.open('{').name("DiskStatuses").open('[');
    for (StoreDirectory each : store.directories()) {
      disk(json, each);
    }
    json.close(']').name("Version").text(version).name("Volumes");
    List<Volume> volumes = store.volumes();
    if (volumes.isEmpty()) {
      json.raw("null");
    } else {
      json.open('[');
      for (Volume each : volumes) {
        store.directoryOf(each.name().id()).ifPresent(at -> volume(json, each.status(), at));
      }
      json.close(']');
    }
    return json.close('}').toString();
  }

  private static void disk(Json json, StoreDirectory directory) {
    DiskSpace space = directory.space();
    long used = space.totalBytes() - space.usableBytes();
    json.open('{').name("dir").text(directory.settings().data().toString());
    number(json, "all", space.totalBytes());
    number(json, "used", used);
    number(json, "free", space.usableBytes());
    if (space.totalBytes() > 0) {
      percent(json, "percent_free", 100.0f * space.usableBytes() / space.totalBytes());
      percent(json, "percent_used", 100.0f * used / space.totalBytes());
    }
    if (!directory.settings().diskType().isEmpty()) {
      json.name("disk_type").text(directory.settings().diskType());
    }
    json.close('}');
  }

  private static void number(Json json, String name, long value) {
    if (value != 0) {
      json.name(name).raw(Long.toString(value));
    }
  }

  private static void percent(Json json, String name, float value) {
    if (value != 0) {
      json.name(name).raw(Float.toString(value));
    }
  }

  private static void volume(Json json, VolumeStatus status, StoreDirectory directory) {
    ReplicaPlacement placement = status.superBlock().placement();
    json.open('{').name("Collection").text(status.name().collection());
    json.name("DiskType").text(directory.settings().diskType());
    json.name("RemoteStorageName").text("").name("ReplicaPlacement").open('{');
    number(json, "node", placement.sameRack());
    number(json, "rack", placement.otherRacks());
    number(json, "dc", placement.otherDataCenters());
    json.close('}').name("Ttl").open('{');
    json.name("Count").raw(Integer.toString(status.superBlock().ttl().count()));
    json.name("Unit").raw(Integer.toString(status.superBlock().ttl().unit())).close('}');
    plain(json, "Size", status.counters().fileBytes());
    plain(json, "DeletedByteCount", status.counters().deletedBytes());
    plain(json, "ModifiedAtSecond", status.lastModifiedSeconds());
    json.name("Id").raw(status.name().id().toString());
    plain(json, "DiskId", directory.number());
    json.name("CompactRevision").raw(status.superBlock().revision().toString());
    plain(json, "FileCount", status.counters().fileCount());
    plain(json, "DeleteCount", status.counters().deletedCount());
    plain(json, "Version", status.superBlock().version().number());
    json.name("ReadOnly").raw(Boolean.toString(!status.state().takesWrites())).close('}');
  }

  private static void plain(Json json, String name, long value) {
    json.name(name).raw(Long.toString(value));
  }

  /// Text of JSON in one line, or with a line for each value. Confined.
  private static final class Json {

    private final StringBuilder text = new StringBuilder(1024);
    private final boolean pretty;
    private int depth;
    private boolean first = true;
    private boolean named;

    Json(boolean pretty) {
      this.pretty = pretty;
    }

    Json open(char bracket) {
      value();
      text.append(bracket);
      depth++;
      first = true;
      return this;
    }

    Json close(char bracket) {
      depth--;
      if (!first) {
        line();
      }
      text.append(bracket);
      first = false;
      return this;
    }

    Json name(String name) {
      value();
      JsonText.quote(text, name);
      text.append(pretty ? ": " : ":");
      named = true;
      return this;
    }

    Json text(String value) {
      value();
      JsonText.quote(text, value);
      return this;
    }

    Json raw(String value) {
      value();
      text.append(value);
      return this;
    }

    private void value() {
      if (named) {
        named = false;
        return;
      }
      if (!first) {
        text.append(',');
      }
      if (depth > 0) {
        line();
      }
      first = false;
    }

    private void line() {
      if (pretty) {
        text.append('\n').repeat("  ", depth);
      }
    }

    @Override
    public String toString() {
      return text.toString();
    }
  }
}
