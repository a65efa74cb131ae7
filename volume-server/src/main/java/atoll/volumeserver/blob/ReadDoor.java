package atoll.volumeserver.blob;

import atoll.http.server.Exchange;
import atoll.kit.AtollException;
import atoll.kit.Fault;
import atoll.volume.NeedleStream;
import atoll.volume.ReadRequest;
import atoll.volume.ReadResult;
import atoll.volume.Volume;
import atoll.volume.VolumeState;
import atoll.volume.needle.FileId;
import atoll.volume.needle.NeedleKey;
import atoll.volume.needle.NeedleMeta;
import atoll.volume.needle.Parsed;
import atoll.volume.needle.VolumeId;
import atoll.volumeserver.settings.ReadMode;
import java.util.Optional;
import java.util.concurrent.RejectedExecutionException;

/// Answers `GET` and `HEAD`. Shared.
final class ReadDoor {

  private final BlobParts parts;
  private final NeedleMeter meter;
  private final Throttle throttle;
  private final Elsewhere elsewhere;
  private final NeedleAnswer answer;

  ReadDoor(
      BlobParts parts,
      NeedleMeter meter,
      Throttle throttle,
      Elsewhere elsewhere,
      NeedleAnswer answer) {
    this.parts = parts;
    this.meter = meter;
    this.throttle = throttle;
    this.elsewhere = elsewhere;
    this.answer = answer;
  }

  /// One read on its way.
  record Read(Exchange exchange, BlobAddress address, Query query) {

    boolean isProxied() {
      return query.is("proxied", "true");
    }
  }

  void handle(Exchange exchange) {
    Read read =
        new Read(
            exchange,
            BlobAddress.parse(exchange.request().rawPath()),
            Query.of(exchange.request().target().rawQuery()));
    if (throttle.isOver()) {
      handleBusy(read);
    } else {
      read(read);
    }
  }

  // ---- more in flight than there should be ----

  private void handleBusy(Read read) {
    meter.count(NeedleMeter.Happening.DOWNLOAD_LIMIT);
    if (!read.isProxied()) {
      switch (read.address().volume()) {
        case Parsed.Malformed<VolumeId> _ -> {
          Answers.empty(read.exchange(), 400, AnswerReason.NO_FILE_ID);
          return;
        }
        case Parsed.Value<VolumeId>(VolumeId id) -> {
          if (hasReplicas(id)) {
            elsewhere.answer(read, id);
            return;
          }
        }
      }
    }
    throttle.await(0, waiter(read));
  }

  private boolean hasReplicas(VolumeId id) {
    return parts
        .node()
        .store()
        .find(id)
        .filter(volume -> volume.superBlock().placement().copyCount() > 1)
        .isPresent();
  }

  private Throttle.Waiter waiter(Read read) {
    return new Throttle.Waiter() {
      @Override
      public void admitted() {
        read.exchange().loop().execute(() -> parts.guarded(read.exchange(), () -> read(read)));
      }

      @Override
      public void timedOut(long inFlightBytes) {
        String why =
            "request %s because inflight download data %d > %d, and wait timeout"
                .formatted(read.address().path(), inFlightBytes, throttle.bytesMax());
        Answers.error(read.exchange(), 429, why, read.query());
      }
    };
  }

  // ---- reading ----

  private void read(Read read) {
    BlobAddress address = read.address();
    if (!parts
        .guard()
        .mayRead(read.exchange().request(), address.parts().volume(), address.parts().key())) {
      Answers.error(read.exchange(), 401, "wrong jwt", read.query());
      return;
    }
    if (address.volume() instanceof Parsed.Value<VolumeId>(VolumeId id)
        && address.key() instanceof Parsed.Value<NeedleKey>(NeedleKey key)) {
      Optional<Volume> volume = parts.node().store().find(id);
      if (volume.isPresent()) {
        read(read, volume.get(), key);
      } else if (parts.settings().downloads().mode() == ReadMode.LOCAL) {
        meter.invalid();
        Answers.empty(read.exchange(), 404, AnswerReason.NO_VOLUME);
      } else {
        elsewhere.answer(read, id);
      }
    } else {
      Answers.empty(read.exchange(), 400, AnswerReason.NO_FILE_ID);
    }
  }

  private void read(Read read, Volume volume, NeedleKey key) {
    ReadRequest request = new ReadRequest(key, true, read.query().is("readDeleted", "true"), false);
    ReadResult result = volume.read(request);
    if (!(result instanceof ReadResult.WouldWait)) {
      came(read, volume, result);
      return;
    }
    ReadRequest waiting = new ReadRequest(key, request.cookieCheck(), request.deletedToo(), true);
    try {
      parts
          .node()
          .environment()
          .work()
          .execute(
              () -> parts.guarded(read.exchange(), () -> came(read, volume, volume.read(waiting))));
    } catch (RejectedExecutionException _) {
      Answers.empty(read.exchange(), 503, AnswerReason.NO_ROOM_TO_WAIT);
    }
  }

  private void came(Read read, Volume volume, ReadResult result) {
    switch (result) {
      case ReadResult.Found found -> {
        count(read, volume, found.needle().meta());
        MemorySource source = new MemorySource(found.needle().data(), found::close);
        answer.send(read, found.needle().meta(), found.needle().etag(), source);
      }
      case ReadResult.Opened(NeedleStream stream) -> {
        count(read, volume, stream.meta());
        answer.send(read, stream.meta(), stream.meta().etag(), new StoredSource(volume, stream));
      }
      case ReadResult.NotFound _ -> absent(read, AnswerReason.NO_NEEDLE);
      case ReadResult.Expired _ -> absent(read, AnswerReason.EXPIRED);
      case ReadResult.Deleted _ -> hidden(read, AnswerReason.DELETED);
      case ReadResult.CookieMismatch _ -> hidden(read, AnswerReason.WRONG_COOKIE);
      case ReadResult.Corrupt(String reason) -> {
        meter.corrupt(reason);
        failed(read, reason);
      }
      case ReadResult.Failed(Fault fault, String what) -> failed(read, fault + ": " + what);
      case ReadResult.Unavailable(VolumeState state) ->
          Answers.empty(
              read.exchange(), 503, AnswerReason.of("the volume is not served: " + state));
      case ReadResult.WouldWait _ ->
          Answers.empty(read.exchange(), 503, AnswerReason.of("the volume is busy"));
    }
  }

  private void absent(Read read, AnswerReason why) {
    meter.invalid();
    Answers.empty(read.exchange(), 404, why);
  }

  private void hidden(Read read, AnswerReason why) {
    meter.notFound();
    Answers.empty(read.exchange(), 404, why);
  }

  private void failed(Read read, String why) {
    meter.readFailed();
    Answers.empty(read.exchange(), 500, AnswerReason.of(why));
  }

  /// Counts what the needle takes in its volume, attributes included.
  private void count(Read read, Volume volume, NeedleMeta meta) {
    if (throttle.bytesMax() != 0) {
      int bytes = volume.superBlock().version().needles().size(meta.dataBytes(), meta.attributes());
      throttle.add(bytes);
      read.exchange().whenDone(_ -> throttle.remove(bytes));
    }
  }

  /// `volume,key` as this server writes it.
  static String fileId(VolumeId volume, NeedleKey key) {
    return new FileId(volume, key).toString();
  }

  /// What a failing source is told to.
  static void forget(AtollException failure) {}
}
