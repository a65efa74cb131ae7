package atoll.sim.disk;

import atoll.kit.Randomness;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/// A file without its name: the bytes that a program sees now, those that the medium surely has,
/// and every change between the two in order. Confined to its [SimDisk]'s lock.
final class Content implements Node {

  private final Pages now;
  private final Pages durable;
  private final List<ContentChange> pending;
  private Instant modified;
  private Instant durableModified;
  private final Reservation reservation = new Reservation();
  private int openFiles;
  private boolean named = true;

  Content(Instant modified) {
    this(new Pages(), new Pages(), new ArrayList<>(), modified, modified);
  }

  private Content(
      Pages now,
      Pages durable,
      List<ContentChange> pending,
      Instant modified,
      Instant durableModified) {
    this.now = now;
    this.durable = durable;
    this.pending = pending;
    this.modified = modified;
    this.durableModified = durableModified;
  }

  /// An equal copy that nobody has open.
  Content fork() {
    Content copy =
        new Content(
            now.fork(), durable.fork(), new ArrayList<>(pending), modified, durableModified);
    copy.reservation.takeOver(reservation);
    return copy;
  }

  /// What a machine finds of this file after a power loss; nothing of it is pending.
  Content survivor(Temper temper, Randomness randomness) {
    Pages found = ContentSurvival.draw(temper, durable, now, pending, randomness);
    Instant time =
        modified.equals(durableModified) || !randomness.nextBoolean() ? durableModified : modified;
    return new Content(found, found.fork(), new ArrayList<>(), time, time);
  }

  Pages now() {
    return now;
  }

  Instant modified() {
    return modified;
  }

  void setModified(Instant time) {
    modified = time;
  }

  void write(long offset, ByteBuffer bytes) {
    if (bytes.limit() > 0) {
      now.write(offset, bytes, 0, bytes.limit());
      pending.add(new ContentChange.Write(offset, bytes));
    }
  }

  void resize(long size) {
    if (size != now.size()) {
      reservation.cut(size);
      now.resize(size);
      pending.add(new ContentChange.Resize(size));
    }
  }

  void syncData() {
    for (ContentChange change : pending) {
      switch (change) {
        case ContentChange.Write write -> durable.adopt(now, write.offset(), write.end());
        case ContentChange.Resize resize -> durable.resize(resize.size());
      }
    }
    durable.resize(now.size());
    pending.clear();
  }

  void syncAll() {
    syncData();
    durableModified = modified;
  }

  /// What Linux does after a failed write-back: the unsynced bytes are gone although the length
  /// stays, and the next sync finds nothing to do.
  void loseUnsynced() {
    long length = now.size();
    durable.resize(length);
    now.become(durable);
    pending.clear();
  }

  void reserve(long from, long to) {
    reservation.extend(from, to);
  }

  /// The bytes that this file takes on the medium.
  long allocatedBytes() {
    return (now.count() + reservation.unfilledPages(now)) * Pages.PAGE_BYTES;
  }

  /// How many bytes more the medium must have for a write to `offset`, up to `end`.
  long missingBytes(long offset, long end) {
    long missing = 0;
    for (long page = offset / Pages.PAGE_BYTES; page * Pages.PAGE_BYTES < end; page++) {
      if (!now.holds(page) && !reservation.covers(page)) {
        missing += Pages.PAGE_BYTES;
      }
    }
    return missing;
  }

  void opened() {
    openFiles++;
  }

  void closed() {
    openFiles--;
  }

  void unnamed() {
    named = false;
  }

  /// Whether the medium still has to hold it: it has a name, or somebody has it open.
  boolean isHeld() {
    return named || openFiles > 0;
  }
}
