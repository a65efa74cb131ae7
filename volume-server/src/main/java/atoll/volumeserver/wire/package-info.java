/// gRPC: starting the server, connections to others, addresses. The messages below this package are
/// made from `src/main/protobuf` by the build.
@NullMarked
package atoll.volumeserver.wire;

import org.jspecify.annotations.NullMarked;
