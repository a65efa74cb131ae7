/// Needles over HTTP: read, written and deleted as SeaweedFS's clients do it.
@NullMarked
package atoll.volumeserver.blob;

import org.jspecify.annotations.NullMarked;
