/// The engine: sockets, event loops and timers on Netty. Its doors are EventLoops, NettyServer and
/// NettyClient.
@NullMarked
package atoll.http.netty;

import org.jspecify.annotations.NullMarked;
