/// JSON as bytes that are known to be valid, with a streaming parser as the door to what they say.
@NullMarked
package atoll.fast.json;

import org.jspecify.annotations.NullMarked;
