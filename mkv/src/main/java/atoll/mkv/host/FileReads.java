package atoll.mkv.host;

import atoll.http.Headers;
import atoll.http.field.ByteRange;
import atoll.http.field.EntityTag;
import atoll.http.field.EntityTags;
import atoll.http.field.HttpDate;
import atoll.http.field.RangeHeader;
import atoll.http.server.Exchange;
import atoll.kit.Clock;
import atoll.kit.disk.DiskEntry;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Answers GET and HEAD of a file: whole, a range of it, or that the client has it already. Several
/// ranges at once are answered with the whole, as the RFC allows.
final class FileReads {

  private FileReads() {}

  static void answer(Exchange exchange, BlobFiles.Found found, String type, Clock clock) {
    DiskEntry entry = found.entry();
    long size = found.file().size();
    Instant modified = entry.modified().truncatedTo(ChronoUnit.SECONDS);
    EntityTag tag =
        EntityTag.strong(
            Long.toHexString(modified.getEpochSecond()) + '-' + Long.toHexString(size));
    exchange
        .header("Content-Type", type)
        .header("Last-Modified", HttpDate.format(modified))
        .header("ETag", tag.format())
        .header("Accept-Ranges", "bytes");
    Headers headers = exchange.request().headers();
    if (isKnown(headers, tag, modified, clock)) {
      exchange.status(304).send();
      return;
    }
    Optional<RangeHeader> range = range(headers, tag, modified, clock);
    List<ByteRange> asked = range.map(header -> header.in(size)).orElse(List.of());
    if (range.isPresent() && asked.isEmpty()) {
      exchange.status(416).header("Content-Range", ByteRange.unsatisfied(size)).send();
      return;
    }
    if (asked.isEmpty()) {
      send(exchange.status(200), found, 0, size);
      return;
    }
    ByteRange part = asked.getFirst();
    exchange.status(206).header("Content-Range", part.contentRange(size));
    send(exchange, found, part.first(), part.length());
  }

  private static void send(Exchange exchange, BlobFiles.Found found, long from, long length) {
    if (length == 0) {
      exchange.send();
    } else {
      exchange.sendFile(found.file(), from, length);
    }
  }

  private static boolean isKnown(Headers headers, EntityTag tag, Instant modified, Clock clock) {
    @Nullable String noneMatch = headers.first("If-None-Match");
    if (noneMatch != null) {
      return EntityTags.parse(noneMatch)
          .filter(tags -> tags.any() || tags.tags().stream().anyMatch(tag::equalsWeakly))
          .isPresent();
    }
    @Nullable String since = headers.first("If-Modified-Since");
    return since != null
        && HttpDate.parse(since, clock.now()).filter(time -> !modified.isAfter(time)).isPresent();
  }

  private static Optional<RangeHeader> range(
      Headers headers, EntityTag tag, Instant modified, Clock clock) {
    @Nullable String asked = headers.first("Range");
    if (asked == null) {
      return Optional.empty();
    }
    @Nullable String unless = headers.first("If-Range");
    if (unless != null) {
      boolean same =
          EntityTag.parse(unless).map(tag::equalsStrongly).orElse(false)
              || HttpDate.parse(unless, clock.now()).map(modified::equals).orElse(false);
      if (!same) {
        return Optional.empty();
      }
    }
    return RangeHeader.parse(asked, 1);
  }
}
