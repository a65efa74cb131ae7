/// What a product sees of the client: requests, answers, pools.
@NullMarked
package atoll.http.client;

import org.jspecify.annotations.NullMarked;
