package atoll.volumeserver.blob;

import atoll.kit.Fault;
import atoll.volume.DeleteResult;
import atoll.volume.VolumeState;
import atoll.volume.WriteResult;
import atoll.volume.needle.Cookie;
import atoll.volume.needle.VolumeId;

/// What clients are told of changes that were not made. Empty texts mean that they were.
final class WriteTexts {

  private WriteTexts() {}

  static String of(WriteResult result, VolumeId volume, Cookie cookie) {
    return switch (result) {
      case WriteResult.Written _, WriteResult.Unchanged _ -> "";
      case WriteResult.CookieMismatch _ ->
          "mismatching cookie " + Integer.toHexString(cookie.value());
      case WriteResult.TooLarge(long bytes, long bytesMax) ->
          "a needle of %d bytes, at most %d fit".formatted(bytes, bytesMax);
      case WriteResult.Full(long bytes, long bytesMax) ->
          "Volume Size %d Exceeded %d".formatted(bytes, bytesMax);
      case WriteResult.NotWritable(VolumeState state) -> notWritable(volume, state);
      case WriteResult.Busy _ -> "volume " + volume + " has too many writes waiting; try again";
      case WriteResult.Failed(Fault _, String what) -> what;
    };
  }

  static String of(DeleteResult result, VolumeId volume, Cookie cookie) {
    return switch (result) {
      case DeleteResult.Deleted _, DeleteResult.NotFound _ -> "";
      case DeleteResult.CookieMismatch _ ->
          "mismatching cookie " + Integer.toHexString(cookie.value());
      case DeleteResult.Full(long bytes, long bytesMax) ->
          "Volume Size %d Exceeded %d".formatted(bytes, bytesMax);
      case DeleteResult.NotWritable(VolumeState state) -> notWritable(volume, state);
      case DeleteResult.Busy _ -> "volume " + volume + " has too many writes waiting; try again";
      case DeleteResult.Failed(Fault _, String what) -> what;
    };
  }

  private static String notWritable(VolumeId volume, VolumeState state) {
    return "volume %s is read only: %s".formatted(volume, state.text());
  }
}
