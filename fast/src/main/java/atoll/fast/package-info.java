/// Streaming JSON-RPC over TCP, as node-fast and the Rust crate of the same name speak it.
@NullMarked
package atoll.fast;

import org.jspecify.annotations.NullMarked;
