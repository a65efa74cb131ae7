package atoll.http.server;

import atoll.kit.net.Endpoint;
import java.util.List;

/// Who is at the other end. Immutable.
///
/// @param remote where it comes from
/// @param local where it arrived
/// @param secure whether it speaks TLS
/// @param certificateNames the common name and the alternative names of its verified certificate;
///   empty without one
public record Peer(
    Endpoint remote, Endpoint local, boolean secure, List<String> certificateNames) {}
