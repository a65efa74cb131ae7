package atoll.volumeserver.blob;

import atoll.http.server.Exchange;
import atoll.volume.DeleteResult;
import atoll.volume.NeedleDelete;
import atoll.volume.NeedleStream;
import atoll.volume.ReadRequest;
import atoll.volume.ReadResult;
import atoll.volume.Volume;
import atoll.volume.needle.NeedleKey;
import atoll.volume.needle.NeedleMeta;
import atoll.volume.needle.Parsed;
import atoll.volume.needle.VolumeId;
import atoll.volumeserver.replicate.Copies;
import atoll.volumeserver.replicate.Location;
import atoll.volumeserver.replicate.Replicator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.RejectedExecutionException;

/// Answers `DELETE`. Shared.
final class DeleteDoor {

  private final BlobParts parts;
  private final NeedleMeter meter;
  private final Replicator replicator;
  private final ManifestReader manifests;

  DeleteDoor(BlobParts parts, NeedleMeter meter, Replicator replicator, ManifestReader manifests) {
    this.parts = parts;
    this.meter = meter;
    this.replicator = replicator;
    this.manifests = manifests;
  }

  /// One deletion on its way.
  private record Deletion(
      Exchange exchange, Query query, VolumeId id, NeedleKey key, NeedleMeter meter) {

    void error(int status, String message) {
      meter.refused(status);
      Answers.error(exchange, status, message, query);
    }

    void nothing() {
      exchange.attach(AnswerReason.NO_NEEDLE);
      Answers.json(exchange, 404, sizeText(0));
    }

    void done(long size) {
      Answers.json(exchange, 202, sizeText(size));
    }

    private String sizeText(long size) {
      return new JsonText(Answers.isPretty(query)).add("size", size).end();
    }
  }

  void handle(Exchange exchange) {
    if (!parts.guard().isListed(exchange.peer())) {
      Answers.empty(exchange, 401, AnswerReason.NOT_LISTED);
      return;
    }
    BlobAddress address = BlobAddress.parse(exchange.request().rawPath());
    Query query = Query.of(exchange.request().target().rawQuery());
    switch (address.key()) {
      case Parsed.Malformed<NeedleKey>(String text) -> Answers.error(exchange, 400, text, query);
      case Parsed.Value<NeedleKey>(NeedleKey key) -> {
        boolean allowed =
            parts
                .guard()
                .mayWrite(exchange.request(), address.parts().volume(), address.parts().key());
        // What is no volume is treated as number 0, which there is not.
        VolumeId id =
            address.volume() instanceof Parsed.Value<VolumeId>(VolumeId named)
                ? named
                : new VolumeId(0);
        if (allowed) {
          find(new Deletion(exchange, query, id, key, meter));
        } else {
          Answers.error(exchange, 401, "wrong jwt", query);
        }
      }
    }
  }

  private void find(Deletion deletion) {
    Optional<Volume> found = parts.node().store().find(deletion.id());
    if (found.isEmpty()) {
      deletion.nothing();
      return;
    }
    Volume volume = found.get();
    ReadRequest request = new ReadRequest(deletion.key());
    ReadResult result = volume.read(request.withoutWaiting());
    if (!(result instanceof ReadResult.WouldWait)) {
      came(deletion, volume, result);
      return;
    }
    try {
      parts
          .node()
          .environment()
          .work()
          .execute(() ->
              parts.guarded(
                  deletion.exchange(), () -> came(deletion, volume, volume.read(request))));
    } catch (RejectedExecutionException _) {
      deletion.error(503, "the server is stopping");
    }
  }

  private void came(Deletion deletion, Volume volume, ReadResult result) {
    switch (result) {
      case ReadResult.Found found -> {
        NeedleMeta meta = found.needle().meta();
        if (meta.attributes().isChunkManifest()) {
          manifest(deletion, volume, meta, new MemorySource(found.needle().data(), found::close));
        } else {
          found.close();
          plan(deletion, volume, -1);
        }
      }
      case ReadResult.Opened(NeedleStream stream) -> {
        if (stream.meta().attributes().isChunkManifest()) {
          manifest(deletion, volume, stream.meta(), new StoredSource(volume, stream));
        } else {
          stream.close();
          plan(deletion, volume, -1);
        }
      }
      case ReadResult.CookieMismatch _ -> deletion.error(400, "File Random Cookie does not match.");
      case ReadResult.NotFound _,
          ReadResult.Deleted _,
          ReadResult.Expired _,
          ReadResult.Corrupt _,
          ReadResult.Failed _,
          ReadResult.Unavailable _,
          ReadResult.WouldWait _ ->
          deletion.nothing();
    }
  }

  /// All chunks are deleted before their list is.
  private void manifest(Deletion deletion, Volume volume, NeedleMeta meta, Source source) {
    parts.whenWaiting(
        deletion.exchange(),
        source::close,
        () -> {
          Optional<ChunkManifest> manifest;
          try (source) {
            manifest = manifests.load(source, meta.attributes().isGzip());
          }
          if (manifest.isEmpty()) {
            deletion.error(500, "Load chunks manifest error: it is no manifest");
            return;
          }
          List<String> failures =
              parts
                  .chunks()
                  .delete(
                      manifest.get().chunks().stream().map(ChunkManifest.Chunk::fileId).toList());
          if (failures.isEmpty()) {
            plan(deletion, volume, manifest.get().size());
          } else {
            deletion.error(500, "Delete chunks error: " + failures.getFirst());
          }
        });
  }

  /// @param size to be told; negative for that of the needle
  private void plan(Deletion deletion, Volume volume, long size) {
    if (deletion.query().is("type", "replicate")) {
      delete(deletion, volume, size, List.of());
      return;
    }
    replicator.plan(
        deletion.id(),
        volume.superBlock().placement().copyCount(),
        where -> {
          switch (where) {
            case Copies.Others(List<Location> others) -> delete(deletion, volume, size, others);
            case Copies.Refused(String why, boolean _) ->
                deletion.error(500, "Deletion Failed: " + why);
          }
        });
  }

  private void delete(Deletion deletion, Volume volume, long size, List<Location> others) {
    volume.delete(
        new NeedleDelete(deletion.key()), result -> deleted(deletion, size, others, result));
  }

  private void deleted(Deletion deletion, long size, List<Location> others, DeleteResult result) {
    String failure = WriteTexts.of(result, deletion.id(), deletion.key().cookie());
    if (!failure.isEmpty()) {
      deletion.error(
          result instanceof DeleteResult.Busy ? 503 : 500, "Deletion Failed: " + failure);
      return;
    }
    long own = result instanceof DeleteResult.Deleted(int needleSize) ? needleSize : 0;
    long told = size < 0 ? own : size;
    if (others.isEmpty()) {
      replicator.meter().goesTo(0);
      deletion.done(told);
      return;
    }
    replicator.delete(
        others,
        deletion.exchange().request().rawPath(),
        parts.guard().token(deletion.exchange().request()),
        outcome -> {
          switch (outcome) {
            case Replicator.Outcome.Done _ -> deletion.done(told);
            case Replicator.Outcome.Failed(String why) -> {
              parts
                  .node()
                  .events()
                  .report(new BlobEvent.ReplicaFailed(deletion.id().toString(), why));
              deletion.error(500, "Deletion Failed: " + why);
            }
          }
        });
  }
}
