/// Beginning, changing and ending volumes, and the state of the server, for whoever may administer
/// it.
@NullMarked
package atoll.volumeserver.admin;

import org.jspecify.annotations.NullMarked;
