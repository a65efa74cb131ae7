package atoll.mkv.hosts;

import atoll.kit.net.Endpoint;
import atoll.mkv.key.HostId;

/// Where a blob host is. Immutable.
///
/// @param at where the gateway reaches it
/// @param path in front of the paths of blobs; empty, or with a slash at its beginning alone
/// @param publicUrl what redirects name
/// @param accelPrefix in front of the paths of blobs in `X-Accel-Redirect`
public record HostAddress(
    HostId id, Endpoint at, String path, String publicUrl, String accelPrefix) {}
