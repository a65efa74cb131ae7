/// Request targets as they came, and decoded views of them.
@NullMarked
package atoll.http.uri;

import org.jspecify.annotations.NullMarked;
