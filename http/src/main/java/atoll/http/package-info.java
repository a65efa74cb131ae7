/// An HTTP/1.1 server and client: what both share. Netty does the work and stays hidden: no type of
/// it appears in a public signature of this room.
@NullMarked
package atoll.http;

import org.jspecify.annotations.NullMarked;
