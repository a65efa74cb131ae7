/// An HTTP/1.1 server and client on Netty, with Netty hidden.
@NullMarked
package atoll.http;

import org.jspecify.annotations.NullMarked;
