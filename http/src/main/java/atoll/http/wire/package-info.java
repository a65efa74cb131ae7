/// The bytes of HTTP/1.1 messages: heads, chunks and how a body ends. Pure and strict.
@NullMarked
package atoll.http.wire;

import org.jspecify.annotations.NullMarked;
