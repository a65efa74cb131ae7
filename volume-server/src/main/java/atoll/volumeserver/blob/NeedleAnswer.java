package atoll.volumeserver.blob;

import atoll.http.HeaderList;
import atoll.http.server.Exchange;
import atoll.kit.AtollException;
import atoll.volume.needle.NeedleAttributes;
import atoll.volume.needle.NeedleMeta;
import atoll.volumeserver.image.ImagePlan;
import java.util.Optional;
import java.util.Set;

/// Answers with a needle that was found: as it is stored, unpacked, put together from its chunks,
/// or as a smaller image. Immutable.
final class NeedleAnswer {

  /// What the server itself sets; pairs of such names are left out.
  private static final Set<String> SERVERS =
      Set.of("Content-Length", "Transfer-Encoding", "Connection", "Date");

  private final BlobParts parts;
  private final ModifiedDates dates = new ModifiedDates();
  private final Sending sending;
  private final ManifestReader manifests;

  NeedleAnswer(BlobParts parts, Sending sending, ManifestReader manifests) {
    this.parts = parts;
    this.sending = sending;
    this.manifests = manifests;
  }

  /// Answers, and closes the source at the end.
  void send(ReadDoor.Read read, NeedleMeta meta, String etag, Source source) {
    Exchange exchange = read.exchange();
    NeedleAttributes attributes = meta.attributes();
    long modified = attributes.lastModifiedSeconds();
    if (modified != 0) {
      exchange.header("Last-Modified", dates.text(modified));
    }
    switch (Condition.of(exchange.request().headers(), modified, etag)) {
      case NOT_MODIFIED_SINCE, SAME_TAG -> {
        source.close();
        exchange.status(304).send();
      }
      case SEND -> {
        exchange.header("ETag", "\"".concat(etag).concat("\""));
        if (attributes.hasPairs()) {
          addPairs(exchange.responseHeaders(), attributes);
        }
        content(read, attributes, source);
      }
    }
  }

  private static void addPairs(HeaderList headers, NeedleAttributes attributes) {
    Pairs.read(attributes.pairs())
        .forEach((name, value) -> {
          String canonical = Pairs.canonical(name);
          if (!canonical.isEmpty() && !SERVERS.contains(canonical) && HeaderList.isValue(value)) {
            headers.set(canonical, value);
          }
        });
  }

  private void content(ReadDoor.Read read, NeedleAttributes attributes, Source source) {
    // Of a large needle, HEAD shows what is stored: its data is not read.
    boolean metaOnly = read.exchange().request().isHead() && !(source instanceof MemorySource);
    String urlName = read.address().parts().fileName();
    String name = urlName.isEmpty() ? attributes.name().toUtf8() : urlName;
    String urlExtension = read.address().parts().extension();
    boolean manifest = attributes.isChunkManifest() && !metaOnly && !read.query().is("cm", "false");
    if (manifest) {
      parts.whenWaiting(
          read.exchange(), source::close, () -> manifest(read, attributes, source, name));
      return;
    }
    String extension =
        urlExtension.isEmpty() && urlName.isEmpty() ? Naming.extension(name) : urlExtension;
    ImagePlan image = metaOnly ? ImagePlan.NONE : ImagePlans.of(extension, read.query());
    boolean packed = attributes.isGzip() && !metaOnly;
    if (!packed && image.isNothing()) {
      describe(read, attributes.mime().toUtf8(), name);
      sendDescribed(read, attributes.mime().toUtf8(), name, source);
    } else {
      parts.whenWaiting(
          read.exchange(),
          source::close,
          () -> transformed(read, attributes, source, name, extension, image));
    }
  }

  /// Sets the headers that say what the body is.
  private void describe(ReadDoor.Read read, String storedType, String name) {
    HeaderList headers = read.exchange().responseHeaders();
    String type = Naming.type(storedType, name, parts.mimeTypes());
    if (!type.isEmpty() && HeaderList.isValue(type)) {
      headers.set("Content-Type", type);
    }
    headers.add("Accept-Ranges", "bytes");
    Naming.offer(headers, read.query(), name);
  }

  /// A source that waits is asked for its first bytes where it may.
  private void sendDescribed(ReadDoor.Read read, String storedType, String name, Source source) {
    Exchange exchange = read.exchange();
    String type = Naming.type(storedType, name, parts.mimeTypes());
    boolean waits =
        !(source instanceof MemorySource)
            && !exchange.request().isHead()
            && !exchange.responseHeaders().has("Content-Type");
    if (waits) {
      parts.whenWaiting(exchange, source::close, () -> sending.send(exchange, source, type));
    } else {
      sending.send(exchange, source, type);
    }
  }

  // ---- where waiting is allowed ----

  private void transformed(
      ReadDoor.Read read,
      NeedleAttributes attributes,
      Source source,
      String name,
      String extension,
      ImagePlan image) {
    Source open = source;
    try {
      if (attributes.isGzip() && Gunzip.isGzip(source)) {
        String accepted = read.exchange().request().headers().first("Accept-Encoding");
        if (image.isNothing() && accepted != null && accepted.contains("gzip")) {
          read.exchange().header("Content-Encoding", "gzip");
        } else {
          open = Gunzip.open(source);
        }
      }
      if (!image.isNothing()) {
        open = parts.images().transform(open, extension, image);
      }
    } catch (AtollException e) {
      open.close();
      throw e;
    }
    describe(read, attributes.mime().toUtf8(), name);
    sending.send(
        read.exchange(), open, Naming.type(attributes.mime().toUtf8(), name, parts.mimeTypes()));
  }

  private void manifest(
      ReadDoor.Read read, NeedleAttributes attributes, Source source, String storedName) {
    Optional<ChunkManifest> manifest = manifests.load(source, attributes.isGzip());
    if (manifest.isEmpty()) {
      // What does not read as a manifest is content like any other.
      transformed(
          read, attributes, source, storedName, read.address().parts().extension(), ImagePlan.NONE);
      return;
    }
    source.close();
    String urlName = read.address().parts().fileName();
    String name = urlName.isEmpty() ? manifest.get().name() : urlName;
    String urlExtension = read.address().parts().extension();
    String extension = urlExtension.isEmpty() ? Naming.extension(name) : urlExtension;
    read.exchange().header("X-File-Store", "chunked");
    Source chunks = manifests.open(manifest.get());
    ImagePlan image = ImagePlans.of(extension, read.query());
    Source open = image.isNothing() ? chunks : parts.images().transform(chunks, extension, image);
    describe(read, manifest.get().mime(), name);
    sending.send(
        read.exchange(), open, Naming.type(manifest.get().mime(), name, parts.mimeTypes()));
  }
}
