package atoll.volumeserver.admin;

import atoll.kit.AtollException;
import atoll.kit.Fault;
import atoll.volume.DeleteResult;
import atoll.volume.NeedleDelete;
import atoll.volume.ReadRequest;
import atoll.volume.ReadResult;
import atoll.volume.Volume;
import atoll.volume.needle.FileId;
import atoll.volume.needle.NeedleKey;
import atoll.volume.needle.NeedleMeta;
import atoll.volume.needle.Parsed;
import atoll.volume.needle.VolumeId;
import atoll.volumeserver.node.Node;
import java.util.Optional;

/// Deletes needles here, one after the other, and nowhere else. Immutable.
final class BatchDeletion {

  /// What came of one.
  sealed interface Outcome {

    /// It is gone.
    ///
    /// @param size of what was there, the size field
    record Deleted(int size) implements Outcome {}

    /// It was not there, or not any more.
    record NothingThere() implements Outcome {}

    record Malformed(String why) implements Outcome {}

    record Unreadable(String why) implements Outcome {}

    record CookieMismatch() implements Outcome {}

    /// Its chunks would stay behind.
    record Manifest() implements Outcome {}

    record Failed(String why) implements Outcome {}
  }

  private final Node node;

  BatchDeletion(Node node) {
    this.node = node;
  }

  /// Deletes one needle.
  ///
  /// @param anyCookie whether the needle is deleted without looking at it; a manifest is not
  ///   noticed then
  Outcome delete(String fileId, boolean anyCookie) {
    return switch (parse(fileId)) {
      case Parsed.Malformed<FileId>(String text) -> new Outcome.Malformed(text);
      case Parsed.Value<FileId>(FileId parsed) -> delete(parsed, anyCookie);
    };
  }

  private static Parsed<FileId> parse(String text) {
    return FileId.split(text)
        .then(split ->
            NeedleKey.parse(split.key())
                .then(key -> Parsed.value(new FileId(volumeOf(split.volume()), key))));
  }

  /// A number that cannot be read is volume 0, which nobody has.
  private static VolumeId volumeOf(String text) {
    return VolumeId.parse(text) instanceof Parsed.Value<VolumeId>(VolumeId id)
        ? id
        : new VolumeId(0);
  }

  private Outcome delete(FileId file, boolean anyCookie) {
    Optional<Volume> found = node.store().find(file.volume());
    if (found.isEmpty()) {
      String why = "volume " + file.volume() + " not found";
      return anyCookie
          ? new Outcome.Failed(why + " on " + node.identity().address().http())
          : new Outcome.Unreadable(why);
    }
    Volume volume = found.get();
    if (!anyCookie) {
      Optional<Outcome> obstacle = examine(volume, file.key());
      if (obstacle.isPresent()) {
        return obstacle.get();
      }
    }
    DeleteResult result =
        Answers.await(
            "deleting " + file,
            done -> volume.delete(new NeedleDelete(file.key()).withoutCookieCheck(), done));
    return switch (result) {
      case DeleteResult.Deleted(int size) -> new Outcome.Deleted(size);
      case DeleteResult.NotFound _ -> new Outcome.NothingThere();
      case DeleteResult.CookieMismatch _ -> new Outcome.CookieMismatch();
      case DeleteResult.NotWritable(var state) ->
          new Outcome.Failed("volume " + file.volume() + " is read only: " + state.text());
      case DeleteResult.Full(long bytes, long max) ->
          new Outcome.Failed("volume size %d exceeded %d".formatted(bytes, max));
      case DeleteResult.Busy _ -> new Outcome.Failed("too many writes wait; try again");
      case DeleteResult.Failed(_, String what) -> new Outcome.Failed(what);
    };
  }

  /// What speaks against deleting it.
  private static Optional<Outcome> examine(Volume volume, NeedleKey key) {
    return switch (volume.read(new ReadRequest(key))) {
      case ReadResult.Found found -> {
        try (found) {
          yield manifest(found.needle().meta());
        }
      }
      case ReadResult.Opened(var stream) -> {
        try (stream) {
          yield manifest(stream.meta());
        }
      }
      case ReadResult.CookieMismatch _ -> Optional.of(new Outcome.CookieMismatch());
      case ReadResult.Deleted _ -> unreadable("already deleted");
      case ReadResult.NotFound _, ReadResult.Expired _ -> unreadable("not found");
      case ReadResult.Corrupt(String what) -> unreadable(what);
      case ReadResult.Failed(_, String what) -> unreadable(what);
      case ReadResult.Unavailable(var state) ->
          unreadable("volume " + volume.name().id() + " not found: " + state.text());
      case ReadResult.WouldWait _ ->
          throw new AtollException(Fault.BUG, "a read that may wait did not");
    };
  }

  private static Optional<Outcome> manifest(NeedleMeta meta) {
    return meta.attributes().isChunkManifest()
        ? Optional.of(new Outcome.Manifest())
        : Optional.empty();
  }

  private static Optional<Outcome> unreadable(String why) {
    return Optional.of(new Outcome.Unreadable(why));
  }
}
