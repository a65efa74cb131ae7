package atoll.volumeserver.wire;

import atoll.kit.Check;
import atoll.kit.Limit;
import atoll.kit.Limits;
import atoll.kit.unit.DataSize;
import atoll.kit.unit.Durations;
import io.grpc.MethodDescriptor;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/// The bounds of single calls, by what they do. Immutable.
///
/// @param askTime of calls that look something up, or work on one needle
/// @param volumeTime of calls that begin, change or end volumes
/// @param wholeTime of calls that read or write all of a volume, or follow another server
/// @param requestBytes of one message of a request
/// @param bulkBytes of one message of a request that carries needles or pieces of files
public record CallLimits(
    Duration askTime, Duration volumeTime, Duration wholeTime, int requestBytes, int bulkBytes)
    implements Limits {

  /// The second is longer than what an operation on a volume waits for the engine.
  public static final CallLimits DEFAULTS =
      new CallLimits(
          Duration.ofMinutes(1), Duration.ofMinutes(15), Duration.ofDays(1), 16 << 20, 1 << 30);

  private static final Set<String> ASK =
      Set.of(
          "GetState",
          "SetState",
          "VolumeStatus",
          "VolumeServerStatus",
          "VolumeServerLeave",
          "Ping",
          "ReadNeedleBlob",
          "ReadNeedleMeta",
          "WriteNeedleBlob",
          "VolumeNeedleStatus",
          "VacuumVolumeCheck",
          "ReadVolumeFileStatus",
          "VolumeSyncStatus",
          "VolumeEcBlobDelete",
          "VolumeEcShardsInfo");

  private static final Set<String> WHOLE =
      Set.of(
          "ScrubVolume",
          "ScrubEcVolume",
          "VolumeTailReceiver",
          "VolumeEcShardsGenerate",
          "VolumeEcShardsRebuild",
          "VolumeEcShardsCopy",
          "VolumeEcShardsToVolume");

  private static final Set<String> BULK = Set.of("WriteNeedleBlob", "ReceiveFile");

  public CallLimits {
    for (Duration each : List.of(askTime, volumeTime, wholeTime)) {
      Check.that(each.isPositive(), "limits of time are longer than nothing");
    }
    Check.that(requestBytes > 0 && bulkBytes >= requestBytes, "limits of messages are counts");
  }

  /// How long a call may take that is answered once. Streams have none: they end when their peer
  /// stands still.
  Duration time(MethodDescriptor<?, ?> method) {
    String name = String.valueOf(method.getBareMethodName());
    return ASK.contains(name) ? askTime : WHOLE.contains(name) ? wholeTime : volumeTime;
  }

  /// How long a message of a request may be.
  int bytes(MethodDescriptor<?, ?> method) {
    return BULK.contains(String.valueOf(method.getBareMethodName())) ? bulkBytes : requestBytes;
  }

  @Override
  public List<Limit> list() {
    String late = "answers DEADLINE_EXCEEDED";
    String large = "answers RESOURCE_EXHAUSTED";
    return List.of(
        new Limit("grpc.ask.time", Durations.brief(askTime), late),
        new Limit("grpc.volume.time", Durations.brief(volumeTime), late),
        new Limit("grpc.whole.time", Durations.brief(wholeTime), late),
        new Limit("grpc.request.max", DataSize.ofBytes(requestBytes).toString(), large),
        new Limit("grpc.bulk.max", DataSize.ofBytes(bulkBytes).toString(), large));
  }
}
