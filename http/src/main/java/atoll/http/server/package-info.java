/// What a product sees of the server: routes, handlers and the exchange they answer.
@NullMarked
package atoll.http.server;

import org.jspecify.annotations.NullMarked;
