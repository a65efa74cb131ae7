package atoll.volumeserver.blob;

import atoll.http.BodyReader;
import atoll.http.PeerFailure;
import atoll.http.PooledBuffer;
import atoll.http.server.Exchange;
import atoll.kit.AtollException;
import atoll.kit.Fault;
import atoll.volume.NeedleWrite;
import atoll.volume.Spools;
import atoll.volume.Volume;
import atoll.volume.WriteResult;
import atoll.volume.needle.Parsed;
import atoll.volume.needle.Ttl;
import atoll.volume.needle.VolumeId;
import atoll.volumeserver.replicate.Copies;
import atoll.volumeserver.replicate.Location;
import atoll.volumeserver.replicate.Replicator;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/// Answers `PUT` and `POST`. Shared.
final class UploadDoor {

  /// A form's fields are read away up to this size.
  private static final int FIELDS_MAX = 8 << 20;

  private final BlobParts parts;
  private final NeedleMeter meter;
  private final Throttle throttle;
  private final Replicator replicator;
  private final Receiving receiving;
  private final Preparation preparation;

  UploadDoor(BlobParts parts, NeedleMeter meter, Throttle throttle, Replicator replicator) {
    this.parts = parts;
    this.meter = meter;
    this.throttle = throttle;
    this.replicator = replicator;
    this.receiving = new Receiving(parts, parts.settings().uploads().fileBytesMax());
    this.preparation = new Preparation(parts);
  }

  /// One write on its way.
  private record Write(Exchange exchange, BlobAddress address, Query query, NeedleMeter meter) {

    boolean isReplica() {
      return query.is("type", "replicate");
    }

    boolean isDurable() {
      return query.is("fsync", "true");
    }

    void error(int status, String message) {
      meter.refused(status);
      Answers.error(exchange, status, message, query);
    }
  }

  void handle(Exchange exchange) {
    Write write =
        new Write(
            exchange,
            BlobAddress.parse(exchange.request().rawPath()),
            Query.of(exchange.request().target().rawQuery()),
            meter);
    long bytes = Math.max(0, exchange.body().length());
    if (throttle.isOver() && !write.isReplica()) {
      meter.count(NeedleMeter.Happening.UPLOAD_LIMIT);
      throttle.await(bytes, waiter(write, bytes));
      return;
    }
    if (throttle.bytesMax() != 0) {
      throttle.add(bytes);
      exchange.whenDone(_ -> throttle.remove(bytes));
    }
    begin(write);
  }

  private Throttle.Waiter waiter(Write write, long bytes) {
    return new Throttle.Waiter() {
      @Override
      public void admitted() {
        write.exchange().whenDone(_ -> throttle.remove(bytes));
        write.exchange().loop().execute(() -> parts.guarded(write.exchange(), () -> begin(write)));
      }

      @Override
      public void timedOut(long inFlightBytes) {
        write.error(
            429,
            "reject because inflight upload data %d > %d, and wait timeout"
                .formatted(inFlightBytes, throttle.bytesMax()));
      }
    };
  }

  private void begin(Write write) {
    Exchange exchange = write.exchange();
    if (!parts.guard().isListed(exchange.peer())) {
      Answers.empty(exchange, 401, AnswerReason.NOT_LISTED);
      return;
    }
    String complaint = write.query().isEmpty() ? "" : write.query().complaint();
    if (!complaint.isEmpty()) {
      write.error(400, complaint);
      return;
    }
    String type = exchange.request().headers().first("Content-Type");
    if (type != null && type.startsWith("application/x-www-form-urlencoded")) {
      fields(write);
    } else {
      checked(write, null);
    }
  }

  /// The fields of a plain form are read and mean nothing here; nothing is left to be stored.
  private void fields(Write write) {
    write
        .exchange()
        .body()
        .gather(
            FIELDS_MAX,
            new BodyReader.Gathered() {
              @Override
              public void whole(PooledBuffer body) {
                String text =
                    StandardCharsets.ISO_8859_1.decode(body.bytes().duplicate()).toString();
                String complaint = Query.complaint(text);
                if (complaint.isEmpty()) {
                  checked(write, body);
                } else {
                  body.close();
                  write.error(400, complaint);
                }
              }

              @Override
              public void failed(AtollException why) {
                lost(write, why);
              }
            });
  }

  /// @param nothing a body that was read away; null if it is still to come
  private void checked(Write write, @Nullable PooledBuffer nothing) {
    BlobAddress address = write.address();
    switch (address.volume()) {
      case Parsed.Malformed<VolumeId>(String text) -> {
        close(nothing);
        write.error(400, text);
      }
      case Parsed.Value<VolumeId>(VolumeId id) -> {
        boolean allowed =
            parts
                .guard()
                .mayWrite(
                    write.exchange().request(), address.parts().volume(), address.parts().key());
        if (!allowed) {
          close(nothing);
          write.error(401, "wrong jwt");
        } else if (nothing != null) {
          ByteBuffer empty = nothing.bytes().slice(0, 0);
          String type = write.exchange().request().headers().first("Content-Type");
          taker(write, id)
              .inMemory(
                  new Received(
                      Naming.base(address.path()),
                      type == null ? "" : type,
                      false,
                      false,
                      "",
                      Map.of(),
                      new UploadBody.InMemory(nothing, empty)));
        } else {
          receiving.receive(write.exchange(), address, spools(id), taker(write, id));
        }
      }
    }
  }

  private static void close(@Nullable PooledBuffer buffer) {
    if (buffer != null) {
      buffer.close();
    }
  }

  /// Where large bodies for that volume wait; anywhere if it does not lie here.
  private Spools spools(VolumeId id) {
    return parts
        .node()
        .store()
        .directoryOf(id)
        .orElseGet(() -> parts.node().store().directories().getFirst())
        .spools();
  }

  private Receiving.Taker taker(Write write, VolumeId id) {
    return new Receiving.Taker() {
      @Override
      public void inMemory(Received received) {
        if (preparation.isLight(received, write.query())) {
          prepare(write, id, received);
          return;
        }
        try {
          parts
              .node()
              .environment()
              .work()
              .execute(() -> parts.guarded(write.exchange(), () -> prepare(write, id, received)));
        } catch (RejectedExecutionException _) {
          received.body().close();
          write.error(503, "the server is stopping");
        }
      }

      @Override
      public void inFile(Received received) {
        prepare(write, id, received);
      }

      @Override
      public void failed(AtollException why) {
        lost(write, why);
      }
    };
  }

  /// The body did not come, or not as it should.
  private static void lost(Write write, AtollException why) {
    boolean ours =
        why.fault() == Fault.BUSY || why.fault() == Fault.IO || why.fault() == Fault.NO_SPACE;
    int status = why instanceof PeerFailure peers && peers.status() == 408 ? 408 : 400;
    write.error(
        ours ? why.fault() == Fault.BUSY ? 503 : 500 : status, String.valueOf(why.getMessage()));
  }

  private void prepare(Write write, VolumeId id, Received received) {
    Upload upload;
    try {
      upload =
          preparation.prepare(
              write.exchange(), write.address(), write.query(), received, spools(id));
    } catch (AtollException e) {
      if (e.fault() == Fault.BAD_INPUT) {
        write.error(400, String.valueOf(e.getMessage()));
        return;
      }
      throw e;
    }
    Optional<Volume> volume = parts.node().store().find(id);
    if (write.isReplica()) {
      store(write, id, volume, upload, List.of());
      return;
    }
    int copies = volume.map(present -> present.superBlock().placement().copyCount()).orElse(0);
    replicator.plan(
        id,
        copies,
        where -> {
          switch (where) {
            case Copies.Others(List<Location> others) -> store(write, id, volume, upload, others);
            case Copies.Refused(String why, boolean _) -> {
              upload.data().close();
              write.error(500, why);
            }
          }
        });
  }

  private void store(
      Write write, VolumeId id, Optional<Volume> volume, Upload upload, List<Location> others) {
    if (volume.isEmpty()) {
      if (others.isEmpty()) {
        upload.data().close();
        write.error(404, "volume " + id + " not found");
      } else {
        replicate(write, id, Ttl.NONE, upload, others, false);
      }
      return;
    }
    NeedleWrite needle =
        new NeedleWrite(upload.key(), upload.attributes(), upload.body(), true, write.isDurable());
    long began = parts.node().clock().nanos();
    meter.localWrites().began();
    volume
        .get()
        .write(
            needle,
            result -> {
              meter.localWrites().ended(parts.node().clock().nanos() - began);
              stored(write, id, volume.get(), upload, others, result);
            });
  }

  private void stored(
      Write write,
      VolumeId id,
      Volume volume,
      Upload upload,
      List<Location> others,
      WriteResult result) {
    String failure = WriteTexts.of(result, id, upload.key().cookie());
    if (!failure.isEmpty()) {
      upload.data().close();
      meter.count(NeedleMeter.Happening.NOT_WRITTEN);
      write.error(
          result instanceof WriteResult.Busy ? 503 : 500,
          "failed to write to local disk: " + failure);
      return;
    }
    boolean unchanged = result instanceof WriteResult.Unchanged;
    if (others.isEmpty()) {
      replicator.meter().goesTo(0);
      upload.data().close();
      answer(write, upload, unchanged);
    } else {
      replicate(write, id, volume.superBlock().ttl(), upload, others, unchanged);
    }
  }

  private void replicate(
      Write write,
      VolumeId id,
      Ttl volumeTtl,
      Upload upload,
      List<Location> others,
      boolean unchanged) {
    // The answer may overtake the slower servers: the body lives until both are done.
    AtomicInteger users = new AtomicInteger(2);
    Runnable leave =
        () -> {
          if (users.decrementAndGet() == 0) {
            upload.data().close();
          }
        };
    long began = parts.node().clock().nanos();
    meter.copies().began();
    replicator.write(
        others,
        ReplicaForm.of(
            write.exchange().request(),
            upload,
            volumeTtl,
            write.isDurable(),
            parts.guard().token(write.exchange().request())),
        outcome -> {
          meter.copies().ended(parts.node().clock().nanos() - began);
          switch (outcome) {
            case Replicator.Outcome.Done _ -> answer(write, upload, unchanged);
            case Replicator.Outcome.Failed(String why) -> {
              meter.count(NeedleMeter.Happening.NOT_COPIED);
              parts.node().events().report(new BlobEvent.ReplicaFailed(id.toString(), why));
              write.error(500, "failed to write to replicas for volume %s: %s".formatted(id, why));
            }
          }
          leave.run();
        },
        leave);
  }

  private static void answer(Write write, Upload upload, boolean unchanged) {
    Exchange exchange = write.exchange();
    String etag = upload.body().checksum().toString();
    exchange.header("ETag", "\"" + etag + "\"").header("Content-MD5", upload.md5());
    if (unchanged) {
      exchange.status(204).send();
      return;
    }
    String json =
        new JsonText(Answers.isPretty(write.query()))
            .addUnlessEmpty("name", upload.attributes().name().toUtf8())
            .addUnlessZero("size", upload.originalBytes())
            .add("eTag", etag)
            .addUnlessEmpty("mime", upload.attributes().mime().toUtf8())
            .addUnlessEmpty("contentMd5", upload.md5())
            .end();
    Answers.json(exchange, 201, json);
  }
}
