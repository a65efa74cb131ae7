package atoll.volumeserver.move;

import atoll.kit.AtollException;
import atoll.kit.Check;
import atoll.kit.Fault;
import atoll.volume.BufferPool;
import atoll.volume.DeleteResult;
import atoll.volume.NeedleDelete;
import atoll.volume.NeedleWrite;
import atoll.volume.Spools;
import atoll.volume.Volume;
import atoll.volume.WriteResult;
import atoll.volume.needle.NeedleFormat;
import atoll.volume.needle.NeedleKey;
import atoll.volume.superblock.FormatVersion;
import atoll.volumeserver.admin.Answers;
import atoll.volumeserver.wire.volume.VolumeTailSenderResponse;
import java.time.Duration;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// Writes the records that another server sends, in their order: each has its answer before the
/// next one is written. A record that is here already changes nothing, so a tail may begin too
/// early. Confined to one call; close it.
final class TailTarget implements AutoCloseable {

  private static final int BUSY_RETRIES = 600;

  private final Volume volume;
  private final String from;
  private final BufferPool buffers;
  private final Spools spools;
  private final Predicate<NeedleKey> isThere;
  private final Consumer<Duration> pause;
  private @Nullable ArrivingNeedle arriving;

  /// @param from where records come from, as a message begins
  /// @param isThere asks the source whether it has a needle: about records that may be an empty
  ///   needle or a deletion, which the Go server marks alike
  /// @param pause lets time pass while too many writes wait
  TailTarget(
      Volume volume,
      String from,
      BufferPool buffers,
      Spools spools,
      Predicate<NeedleKey> isThere,
      Consumer<Duration> pause) {
    this.volume = volume;
    this.from = from;
    this.buffers = buffers;
    this.spools = spools;
    this.isThere = isThere;
    this.pause = pause;
  }

  /// Takes the next message.
  ///
  /// @throws AtollException `CORRUPT` for what is no record, `CONFLICT` if the volume takes no
  ///   writes, else as the volume answers
  void take(VolumeTailSenderResponse message) {
    ArrivingNeedle needle = arriving;
    if (needle == null) {
      if (message.getNeedleHeader().isEmpty()) {
        // The stream merely lives.
        return;
      }
      needle =
          new ArrivingNeedle(
              format(message.getVersion()), message.getNeedleHeader(), from, buffers, spools);
      arriving = needle;
    }
    needle.add(message.getNeedleBody());
    if (message.getIsLastChunk()) {
      store(needle);
      close();
    }
  }

  /// @param version 0 for that of the volume
  private NeedleFormat format(int version) {
    return version == 0
        ? volume.superBlock().version().needles()
        : FormatVersion.of(version)
            .orElseThrow(() ->
                new AtollException(
                    Fault.UNSUPPORTED, from + ": needles of version " + version + " are unknown"))
            .needles();
  }

  /// The stream has ended.
  ///
  /// @throws AtollException `CORRUPT` if it ended within a record
  void end() {
    if (arriving != null) {
      throw arriving.cutOff();
    }
  }

  private void store(ArrivingNeedle needle) {
    NeedleWrite write = needle.whole();
    if (needle.header().size() == 0
        && (needle.emptyChecksum() != 0 || !isThere.test(write.key()))) {
      delete(write.key());
    } else {
      write(write);
    }
  }

  private void write(NeedleWrite write) {
    for (int tries = 0; tries < BUSY_RETRIES; tries++) {
      WriteResult result =
          Answers.await("writing " + write.key().id(), done -> volume.write(write, done));
      switch (result) {
        case WriteResult.Written _, WriteResult.Unchanged _ -> {
          return;
        }
        case WriteResult.Busy _ -> pause.accept(Duration.ofMillis(100));
        case WriteResult.CookieMismatch _ -> Check.that(false, "the cookie was not to be checked");
        case WriteResult.TooLarge(long bytes, long most) ->
            throw refused(Fault.TOO_LARGE, bytes + " bytes are more than " + most);
        case WriteResult.Full(long bytes, long most) ->
            throw refused(Fault.NO_SPACE, "it has " + bytes + " of " + most + " bytes");
        case WriteResult.NotWritable(var state) -> throw refused(Fault.CONFLICT, state.text());
        case WriteResult.Failed(Fault fault, String what) -> throw refused(fault, what);
      }
    }
    throw refused(Fault.BUSY, "too many writes wait");
  }

  private void delete(NeedleKey key) {
    NeedleDelete delete = new NeedleDelete(key).withoutCookieCheck();
    for (int tries = 0; tries < BUSY_RETRIES; tries++) {
      DeleteResult result =
          Answers.await("deleting " + key.id(), done -> volume.delete(delete, done));
      switch (result) {
        case DeleteResult.Deleted _, DeleteResult.NotFound _ -> {
          return;
        }
        case DeleteResult.Busy _ -> pause.accept(Duration.ofMillis(100));
        case DeleteResult.CookieMismatch _ -> Check.that(false, "the cookie was not to be checked");
        case DeleteResult.Full(long bytes, long most) ->
            throw refused(Fault.NO_SPACE, "it has " + bytes + " of " + most + " bytes");
        case DeleteResult.NotWritable(var state) -> throw refused(Fault.CONFLICT, state.text());
        case DeleteResult.Failed(Fault fault, String what) -> throw refused(fault, what);
      }
    }
    throw refused(Fault.BUSY, "too many writes wait");
  }

  private AtollException refused(Fault fault, String why) {
    return new AtollException(
        fault, "%s: volume %s refuses it: %s".formatted(from, volume.name().id(), why));
  }

  @Override
  public void close() {
    if (arriving != null) {
      arriving.close();
      arriving = null;
    }
  }
}
