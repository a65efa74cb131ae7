package atoll.moray;

import atoll.fast.json.Json;
import java.util.OptionalLong;

/// An object as moray keeps it.
///
/// @param value a JSON object, letter for letter as the server sent it; it shares memory with the
///   message it came in, so keep [Json#detached] of one that stays for long
/// @param id grows with each object of a bucket that is created; unknown to some servers
/// @param etag its state
/// @param mtimeMillis when it was written, in milliseconds since 1970
/// @param count how many objects the filter matches in all, where they were searched for and
///   counted, else 0
/// @param transaction the snapshot of the transaction that wrote it, where known
public record MorayObject(
    String bucket,
    String key,
    Json value,
    OptionalLong id,
    Etag etag,
    long mtimeMillis,
    long count,
    OptionalLong transaction) {

  static MorayObject of(Answer answer) {
    return new MorayObject(
        answer.text("bucket"),
        answer.text("key"),
        answer.object("value"),
        answer.number("_id"),
        answer.etag("_etag"),
        answer.requiredNumber("_mtime"),
        answer.number("_count").orElse(0),
        answer.number("_txn_snap"));
  }
}
