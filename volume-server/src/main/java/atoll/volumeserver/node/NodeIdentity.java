package atoll.volumeserver.node;

import atoll.volumeserver.wire.ServerAddress;

/// Who this server is to masters and peers.
///
/// @param id stays when the address changes; `ip:port` unless the operator says otherwise
/// @param address where masters and peers find it
/// @param publicUrl where clients find it: `host:port`
/// @param dataCenter empty if nobody has said
/// @param rack empty if nobody has said
public record NodeIdentity(
    String id, ServerAddress address, String publicUrl, String dataCenter, String rack) {}
