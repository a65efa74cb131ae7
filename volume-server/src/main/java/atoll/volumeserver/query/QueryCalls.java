package atoll.volumeserver.query;

import atoll.kit.AtollException;
import atoll.kit.Fault;
import atoll.volume.NeedleStream;
import atoll.volume.ReadRequest;
import atoll.volume.ReadResult;
import atoll.volume.Volume;
import atoll.volume.needle.FileId;
import atoll.volume.needle.Needle;
import atoll.volume.needle.NeedleKey;
import atoll.volume.needle.Parsed;
import atoll.volume.needle.VolumeId;
import atoll.volumeserver.node.Node;
import atoll.volumeserver.wire.AnswerStream;
import atoll.volumeserver.wire.CallRefused;
import atoll.volumeserver.wire.CallTable;
import atoll.volumeserver.wire.CallTable.Access;
import atoll.volumeserver.wire.volume.QueriedStripe;
import atoll.volumeserver.wire.volume.QueryRequest;
import atoll.volumeserver.wire.volume.VolumeServerGrpc;
import com.google.protobuf.UnsafeByteOperations;
import io.grpc.Status;
import java.nio.ByteBuffer;
import java.util.Optional;

/// The door of gRPC to queries over stored needles: of JSON there is one answer for each needle; of
/// CSV there is none, as with the Go server. Immutable.
public final class QueryCalls {

  /// Of a needle, and of what is picked out of it: both are in memory.
  private static final int BYTES_MAX = 64 << 20;

  /// For each needle: some ten seconds of a processor.
  private static final long STEPS_MAX = 1L << 33;

  private final Node node;

  private QueryCalls(Node node) {
    this.node = node;
  }

  /// Binds them.
  public static void bind(CallTable table, Node node) {
    QueryCalls calls = new QueryCalls(node);
    table.bindStream(VolumeServerGrpc.getQueryMethod(), Access.OPEN, calls::query);
  }

  private void query(QueryRequest request, AnswerStream<QueriedStripe> out) {
    Optional<JsonQuery> json = json(request);
    for (String text : request.getFromFileIdsList()) {
      Optional<byte[]> data = read(text, json.isPresent());
      if (data.isEmpty()) {
        // Somebody who does not know the cookie learns nothing, not even that.
        return;
      }
      if (json.isPresent()) {
        Effort effort = new Effort(STEPS_MAX, BYTES_MAX, out::isCancelled);
        byte[] records = json.get().pick(data.get(), effort);
        out.send(
            QueriedStripe.newBuilder()
                .setRecords(UnsafeByteOperations.unsafeWrap(records))
                .build());
      }
    }
  }

  private static Optional<JsonQuery> json(QueryRequest request) {
    if (!request.getInputSerialization().hasJsonInput()) {
      return Optional.empty();
    }
    QueryRequest.Filter filter = request.getFilter();
    return Optional.of(
        new JsonQuery(
            request.getSelectionsList().stream().map(JsonPath::parse).toList(),
            new LineFilter(
                JsonPath.parse(filter.getField()),
                new Comparison(
                    JsonText.bytewise(filter.getOperand()),
                    JsonText.bytewise(filter.getValue())))));
  }

  /// The data of a needle; empty if its cookie is another.
  ///
  /// @param whole whether the data is wanted
  private Optional<byte[]> read(String text, boolean whole) {
    FileId id = parse(text);
    Volume volume =
        node.store()
            .find(id.volume())
            .orElseThrow(() -> refused("volume " + id.volume() + " not found"));
    return switch (volume.read(new ReadRequest(id.key()))) {
      case ReadResult.Found found -> {
        try (found) {
          yield Optional.of(whole ? bytes(found.needle()) : new byte[0]);
        }
      }
      case ReadResult.Opened(NeedleStream stream) -> {
        try (stream) {
          yield Optional.of(whole ? bytes(stream, text) : new byte[0]);
        }
      }
      case ReadResult.CookieMismatch _ -> Optional.empty();
      case ReadResult.Deleted _ -> throw refused("already deleted");
      case ReadResult.NotFound _, ReadResult.Expired _ -> throw refused("not found");
      case ReadResult.Corrupt(String what) -> throw new AtollException(Fault.CORRUPT, what);
      case ReadResult.Failed(Fault fault, String what) -> throw new AtollException(fault, what);
      case ReadResult.Unavailable(var state) ->
          throw refused("volume " + id.volume() + " not found: " + state.text());
      case ReadResult.WouldWait _ ->
          throw new AtollException(Fault.BUG, "a read that may wait did not");
    };
  }

  private static FileId parse(String text) {
    Parsed<FileId> parsed =
        FileId.split(text)
            .then(split ->
                NeedleKey.parse(split.key())
                    .then(key ->
                        VolumeId.parse(split.volume())
                            .then(volume -> Parsed.value(new FileId(volume, key)))));
    return switch (parsed) {
      case Parsed.Value<FileId>(FileId id) -> id;
      case Parsed.Malformed<FileId>(String why) -> throw refused(why);
    };
  }

  private static byte[] bytes(Needle needle) {
    byte[] bytes = new byte[needle.data().remaining()];
    needle.data().duplicate().get(bytes);
    return bytes;
  }

  private static byte[] bytes(NeedleStream stream, String text) {
    if (stream.remaining() > BYTES_MAX) {
      throw new AtollException(
          Fault.TOO_LARGE,
          "needle %s has %d bytes, and a query looks at %d at most"
              .formatted(text, stream.remaining(), BYTES_MAX));
    }
    ByteBuffer all = ByteBuffer.allocateDirect((int) stream.remaining());
    while (all.hasRemaining()) {
      stream.read(all);
    }
    byte[] bytes = new byte[all.capacity()];
    all.flip().get(bytes);
    return bytes;
  }

  private static CallRefused refused(String why) {
    return new CallRefused(Status.Code.UNKNOWN, why);
  }
}
