package atoll.volumeserver.blob;

import atoll.volume.NeedleStream;
import atoll.volume.ReadRequest;
import atoll.volume.ReadResult;
import atoll.volume.Volume;
import atoll.volume.needle.FileId;
import atoll.volume.needle.NeedleKey;
import atoll.volume.needle.Parsed;
import atoll.volume.needle.VolumeId;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import java.util.zip.GZIPInputStream;

/// Reads manifests, and finds their chunks: here if their volume is here, else on a server that
/// holds it. Everything here waits. Immutable.
///
/// @param parts for the store and the other servers
record ManifestReader(BlobParts parts) {

  /// More than any list of chunks needs.
  private static final long BYTES_MAX = 64 << 20;

  /// The manifest that is stored there; empty if it does not read as one. The source stays open.
  Optional<ChunkManifest> load(Source source, boolean packed) {
    if (source.length() > BYTES_MAX) {
      return Optional.empty();
    }
    try (InputStream in =
        packed && Gunzip.isGzip(source)
            ? new GZIPInputStream(new SourceStream(source))
            : new SourceStream(source)) {
      return ChunkManifest.read(in);
    } catch (IOException _) {
      return Optional.empty();
    }
  }

  /// The content that the chunks make up.
  Source open(ChunkManifest manifest) {
    return new ChunkedSource(manifest, this);
  }

  /// The content of one chunk, as it was before it was packed.
  ///
  /// @throws atoll.kit.AtollException if it cannot be had
  Source chunk(ChunkManifest.Chunk chunk) {
    return switch (fileId(chunk.fileId())) {
      case Parsed.Value<FileId>(FileId id) ->
          parts
              .node()
              .store()
              .find(id.volume())
              .map(volume -> local(volume, id, chunk))
              .orElseGet(() -> remote(id, chunk));
      case Parsed.Malformed<FileId>(String text) -> throw ChunkedSource.lost(chunk, text);
    };
  }

  private static Parsed<FileId> fileId(String text) {
    return FileId.split(text)
        .then(split ->
            VolumeId.parse(split.volume())
                .then(volume ->
                    NeedleKey.parse(split.key())
                        .then(key -> Parsed.value(new FileId(volume, key)))));
  }

  private static Source local(Volume volume, FileId id, ChunkManifest.Chunk chunk) {
    return switch (volume.read(new ReadRequest(id.key()))) {
      case ReadResult.Found found ->
          unpacked(
              new MemorySource(found.needle().data(), found::close),
              found.needle().meta().attributes().isGzip());
      case ReadResult.Opened(NeedleStream stream) ->
          unpacked(new StoredSource(volume, stream), stream.meta().attributes().isGzip());
      case ReadResult miss -> throw ChunkedSource.lost(chunk, miss.toString());
    };
  }

  private static Source unpacked(Source source, boolean packed) {
    return packed && Gunzip.isGzip(source) ? Gunzip.open(source) : source;
  }

  private Source remote(FileId id, ChunkManifest.Chunk chunk) {
    return new RemoteChunk(parts, id, chunk);
  }
}
