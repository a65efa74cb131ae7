/// What this server tells its masters, and what it asks them.
@NullMarked
package atoll.volumeserver.heartbeat;

import org.jspecify.annotations.NullMarked;
