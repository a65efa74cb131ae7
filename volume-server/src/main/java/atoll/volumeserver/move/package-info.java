/// Volumes that travel from server to server: their files as they are, what is appended meanwhile,
/// and what arrives here, which is served once it is whole.
@NullMarked
package atoll.volumeserver.move;

import org.jspecify.annotations.NullMarked;
