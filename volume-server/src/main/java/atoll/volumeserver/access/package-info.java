/// Who may do what: tokens, and the list of addresses that may write.
@NullMarked
package atoll.volumeserver.access;

import org.jspecify.annotations.NullMarked;
