package atoll.volumeserver.blob;

import atoll.http.RequestHead;
import atoll.volume.needle.Ttl;
import atoll.volumeserver.replicate.ReplicaWrite;

/// An upload in the form in which other servers get it.
final class ReplicaForm {

  private ReplicaForm() {}

  /// The same upload for another server, which makes the same needle of it.
  ///
  /// @param volumeTtl counts where the needle has none of its own
  /// @param durable whether the others answer once it is
  /// @param token to be shown; may be empty
  static ReplicaWrite of(
      RequestHead request, Upload upload, Ttl volumeTtl, boolean durable, String token) {
    Ttl own = upload.attributes().ttl();
    StringBuilder query = new StringBuilder();
    if (upload.attributes().isChunkManifest()) {
      query.append("cm=true&");
    }
    if (durable) {
      query.append("fsync=true&");
    }
    query
        .append("ts=")
        .append(upload.attributes().lastModifiedSeconds())
        .append("&ttl=")
        .append(own.isNone() ? volumeTtl : own)
        .append("&type=replicate");
    return new ReplicaWrite(
        request.rawPath(),
        query.toString(),
        upload.attributes().name().toUtf8(),
        upload.attributes().mime().toUtf8(),
        upload.attributes().isGzip(),
        upload.md5(),
        upload.pairs(),
        token,
        upload.body());
  }
}
