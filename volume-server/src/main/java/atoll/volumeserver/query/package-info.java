/// Picks values out of stored JSON: the calls `Query` of gRPC. JSON and paths are read as leniently
/// as the Go server's library does it, in place and without a tree.
@NullMarked
package atoll.volumeserver.query;

import org.jspecify.annotations.NullMarked;
