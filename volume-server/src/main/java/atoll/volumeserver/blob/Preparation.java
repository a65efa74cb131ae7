package atoll.volumeserver.blob;

import atoll.http.Headers;
import atoll.http.PooledBuffer;
import atoll.http.server.Exchange;
import atoll.kit.AtollException;
import atoll.kit.Bytes;
import atoll.kit.Fault;
import atoll.volume.Spool;
import atoll.volume.Spools;
import atoll.volume.needle.NeedleAttributes;
import atoll.volume.needle.NeedleKey;
import atoll.volume.needle.Parsed;
import atoll.volume.needle.Ttl;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;

/// Makes a needle of what was received: decides on its type and on packing, compares the checksum
/// that came with it. Immutable.
///
/// @param parts for types, images and the clock
record Preparation(BlobParts parts) {

  private static final String UNTYPED = "application/octet-stream";
  private static final int LIGHT_BYTES = 64 * 1024;
  private static final int LIGHT_PACKED_BYTES = 8 * 1024;
  private static final int TEXT_BYTES_MAX = 255;
  private static final int PAIRS_BYTES_MAX = 65_535;
  private static final long LAST_MODIFIED_BITS = (1L << 40) - 1;

  /// Whether it is quick enough for an event loop.
  boolean isLight(Received received, Query asked) {
    Query query = received.with(asked);
    long bytes = received.body().bytes();
    return bytes <= LIGHT_BYTES
        && !received.gzip()
        && !parts.settings().uploads().fixOrientation()
        && (bytes <= LIGHT_PACKED_BYTES || !isTried(received, query));
  }

  private boolean isTried(Received received, Query query) {
    return !received.gzip()
        && !query.is("type", "replicate")
        && Compressibility.pays(Naming.base(received.fileName()), typeForPacking(received, query));
  }

  private String typeForPacking(Received received, Query query) {
    String mime = mime(received, query);
    if (mime.isEmpty()) {
      ByteBuffer head =
          Source.room(
              received.body().source(),
              (int) Math.min(ContentSniffer.BYTES_MAX, received.body().bytes()));
      received.body().source().peek(0, head);
      mime = ContentSniffer.detect(head.flip());
    }
    return mime.equals(UNTYPED) ? "" : mime;
  }

  /// What is stored as the type: nothing where the name says the same, and where the client has not
  /// said more than that these are bytes, what the name says. Of a raw body, what the client said
  /// stays in any case; and a manifest's type is what the client said.
  private String mime(Received received, Query query) {
    String said = received.contentType();
    boolean form = received.isForm();
    String stored = form ? "" : said;
    if (query.isTrue("cm")) {
      return stored;
    }
    String name = received.fileName();
    int dot = name.lastIndexOf('.');
    String known =
        dot > 0 ? parts.mimeTypes().of(name.substring(dot).toLowerCase(Locale.ROOT)) : "";
    if (!said.isEmpty() && !said.equals(UNTYPED) && !known.equals(said)) {
      return said;
    }
    boolean guess = stored.isEmpty() && !known.isEmpty() && !known.equals(UNTYPED);
    return guess ? known : stored;
  }

  /// Makes the needle. On failure the received body is closed.
  ///
  /// @param spools for what is packed from a file
  /// @throws AtollException `BAD_INPUT` with the text for the client
  Upload prepare(
      Exchange exchange, BlobAddress address, Query asked, Received received, Spools spools) {
    UploadBody data = received.body();
    Query query = received.with(asked);
    try {
      Headers headers = exchange.request().headers();
      boolean gzip = received.gzip();
      String expected = headers.first("Content-MD5");
      if (expected == null || expected.isEmpty()) {
        expected = received.partMd5();
      }
      @Nullable MessageDigest digest = expected.isEmpty() ? null : md5();
      long original = original(data, gzip, digest);
      String mime = mime(received, query);
      if (isTried(received, query)) {
        Optional<UploadBody> packed = pack(exchange, data, spools);
        if (packed.isPresent()) {
          data = packed.get();
          gzip = true;
        }
      }
      String md5 = digest == null ? "" : Base64.getEncoder().encodeToString(digest.digest());
      if (!md5.equals(expected)) {
        throw new AtollException(
            Fault.BAD_INPUT,
            "Content-MD5 did not match md5 of file data expected [%s] received [%s] size %d"
                .formatted(expected, md5, original));
      }
      Map<String, String> pairs = Pairs.of(headers);
      data = upright(exchange, received, mime, data);
      NeedleKey key =
          switch (address.uploadKey()) {
            case Parsed.Value<NeedleKey>(NeedleKey named) -> named;
            case Parsed.Malformed<NeedleKey>(String text) ->
                throw new AtollException(Fault.BAD_INPUT, text);
          };
      NeedleAttributes attributes = attributes(query, received.fileName(), mime, pairs, gzip);
      return new Upload(
          key, attributes, data, data.needle(), received.fileName(), mime, pairs, original, md5);
    } catch (AtollException e) {
      data.close();
      throw e;
    }
  }

  private static MessageDigest md5() {
    try {
      return MessageDigest.getInstance("MD5");
    } catch (NoSuchAlgorithmException e) {
      throw new AtollException(Fault.BUG, "every Java has MD5", e);
    }
  }

  private NeedleAttributes attributes(
      Query query, String name, String mime, Map<String, String> pairs, boolean gzip) {
    NeedleAttributes attributes = NeedleAttributes.NONE;
    Bytes nameBytes = Bytes.utf8(name);
    if (nameBytes.size() <= TEXT_BYTES_MAX) {
      attributes = attributes.withName(nameBytes);
    }
    Bytes mimeBytes = Bytes.utf8(mime);
    if (mimeBytes.size() <= TEXT_BYTES_MAX) {
      attributes = attributes.withMime(mimeBytes);
    }
    if (!pairs.isEmpty()) {
      Bytes written = Pairs.write(pairs);
      if (written.size() <= PAIRS_BYTES_MAX) {
        attributes = attributes.withPairs(written);
      }
    }
    if (gzip) {
      attributes = attributes.withGzip();
    }
    attributes = attributes.withLastModified(lastModified(query) & LAST_MODIFIED_BITS);
    Ttl ttl = query.isEmpty() ? Ttl.NONE : Ttl.parseLeniently(query.get("ttl"));
    if (!ttl.isNone()) {
      attributes = attributes.withTtl(ttl);
    }
    return query.isTrue("cm") ? attributes.withChunkManifest() : attributes;
  }

  private long lastModified(Query query) {
    String text = query.get("ts");
    long said = 0;
    if (!text.isEmpty() && text.chars().allMatch(c -> c >= '0' && c <= '9')) {
      try {
        said = Long.parseUnsignedLong(text);
      } catch (NumberFormatException _) {
        said = 0;
      }
    }
    return said != 0 ? said : parts.node().clock().now().getEpochSecond();
  }

  /// The length before packing; feeds the digest.
  private static long original(UploadBody data, boolean gzip, @Nullable MessageDigest digest) {
    if (gzip && Gunzip.isGzip(data.source())) {
      long length = digest == null ? Gunzip.lengthOf(data.source()) : unpack(data, digest);
      if (length >= 0) {
        return length;
      }
    }
    if (digest != null) {
      digest.reset();
      feed(data, digest);
    }
    return data.bytes();
  }

  private static long unpack(UploadBody data, MessageDigest digest) {
    byte[] chunk = new byte[64 * 1024];
    long length = 0;
    try (InputStream in = new GZIPInputStream(new SourceStream(data.source()))) {
      for (int read = in.read(chunk); read >= 0; read = in.read(chunk)) {
        digest.update(chunk, 0, read);
        length += read;
      }
      return length;
    } catch (IOException _) {
      return -1;
    }
  }

  private static void feed(UploadBody data, MessageDigest digest) {
    if (data instanceof UploadBody.InMemory(PooledBuffer _, ByteBuffer bytes)) {
      digest.update(bytes.duplicate());
      return;
    }
    Source source = data.source();
    ByteBuffer chunk = ByteBuffer.allocateDirect(64 * 1024);
    for (long at = 0; at < source.length(); at += chunk.limit()) {
      source.peek(at, chunk.clear());
      digest.update(chunk.flip());
    }
  }

  /// The packed data, if that saves enough; what it was made of is closed then.
  private static Optional<UploadBody> pack(Exchange exchange, UploadBody data, Spools spools) {
    return switch (data) {
      case UploadBody.InMemory(PooledBuffer _, ByteBuffer bytes) -> {
        PooledBuffer room = exchange.buffer(bytes.remaining());
        if (Gzip.pack(bytes, room.bytes())
            && Compressibility.isWorthKeeping(room.bytes().position(), bytes.remaining())) {
          data.close();
          yield Optional.of(new UploadBody.InMemory(room, room.bytes().flip()));
        }
        room.close();
        yield Optional.empty();
      }
      case UploadBody.InFile file -> {
        Spool packed = spools.begin();
        try {
          Gzip.pack(file.source(), packed);
        } catch (AtollException e) {
          packed.close();
          throw e;
        }
        if (Compressibility.isWorthKeeping(packed.bytes(), file.bytes())) {
          file.close();
          yield Optional.of(new UploadBody.InFile(packed));
        }
        packed.close();
        yield Optional.empty();
      }
    };
  }

  /// A JPEG turned upright, if the operator wants that.
  private UploadBody upright(Exchange exchange, Received received, String mime, UploadBody data) {
    String name = received.fileName().toLowerCase(Locale.ROOT);
    boolean jpeg = mime.equals("image/jpeg") || name.endsWith(".jpg") || name.endsWith(".jpeg");
    boolean turned =
        parts.settings().uploads().fixOrientation()
            && jpeg
            && data.bytes() <= parts.images().bytesMax();
    if (!turned) {
      return data;
    }
    Optional<byte[]> upright = parts.images().upright(data.source());
    if (upright.isEmpty()) {
      return data;
    }
    PooledBuffer room = exchange.buffer(upright.get().length);
    room.bytes().put(upright.get()).flip();
    data.close();
    return new UploadBody.InMemory(room, room.bytes());
  }
}
